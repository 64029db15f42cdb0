"""Which details of a talk are still missing."""

from bot.core.translation import _
from bot.talks.model.talks import Talk


def missing_of(talk: Talk) -> tuple[str, ...]:
    """Return the details that a talk still lacks, in words for people."""
    known = (
        (_("title"), talk.title is not None),
        (_("abstract"), bool(talk.abstract)),
        (_("slides"), talk.slides is not None),
        (_("recording consent"), talk.recording is not None),
    )
    return tuple(name for name, is_known in known if not is_known)


def is_announceable(talk: Talk) -> bool:
    """Return whether a talk has a title and an abstract."""
    return talk.title is not None and bool(talk.abstract)
