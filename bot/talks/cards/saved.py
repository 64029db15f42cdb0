"""What a change of a talk saved."""

from bot.core.translation import _
from bot.talks.model.talks import Talk

# The parts of a talk that people change, as one names them.
PARTS = {
    "title": _("title"),
    "abstract": _("abstract"),
    "speakers": _("speakers"),
    "paper": _("paper"),
    "slides": _("slides"),
    "video": _("video"),
    "slot_id": _("slot"),
}


def saved(before: Talk | None, after: Talk) -> str:
    """Return which parts of a talk were saved, nothing if it was not just changed."""
    if before is None:
        return ""
    changed = [name for part, name in PARTS.items() if _differs(before, after, part)]
    return ", ".join(changed) or _("Nothing was different from before.")


def _differs(before: Talk, after: Talk, part: str) -> bool:
    return bool(getattr(before, part) != getattr(after, part))
