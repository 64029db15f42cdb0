"""Members' own calendars as Discord shows them to their owner: never their addresses."""

from collections.abc import Sequence
from datetime import timedelta

from bot.busy.model import Consultation
from bot.chat.markdown import escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.sites.cards.time_text import stamp

HOUR = timedelta(hours=1)
KEPT = (
    "I keep only when you are busy, never with what. The addresses are encrypted and not shown "
    "again; I read them every hour."
)
EMPTY = "You have given me no calendar: /me busy add reads one for when you are busy."
OFF = (
    "Reading calendars is switched off here (no SECRET_KEY is set): "
    "what is below is as it was read last."
)


def busy_reply(known: Sequence[Consultation], *, is_on: bool, done: str = "") -> Reply:
    """Return a member's own calendars, each with a button that removes it."""
    lines = [_line(number, one) for number, one in enumerate(known, start=1)]
    if not is_on:
        lines.insert(0, OFF)
    buttons = [
        Button(
            label=f"Remove {number}. {one.diary.label}", id=custom_id("busy-remove", one.diary.id)
        )
        for number, one in enumerate(known, start=1)
    ]
    described = "\n".join(lines if known else [*lines, EMPTY])
    shown = card("Calendars I read for you", described, footer=KEPT if known else "")
    return Reply(text=done, cards=(shown,), buttons=buttons)


def _line(number: int, one: Consultation) -> str:
    diary = one.diary
    parts = [
        f"**{number}. {escape(diary.label)}**",
        escape(diary.host),
        f"read {stamp(diary.read_at, 'R')}",
        f"{_busy(one.busy)} in the next 4 weeks",
    ]
    fault = f"\n⚠ {escape(diary.fault)}" if diary.fault else ""
    return " · ".join(parts) + fault


def _busy(time: timedelta) -> str:
    if not time:
        return "nothing that makes you busy"
    hours = max(1, round(time / HOUR))
    return f"busy for {hours} hour{'s' if hours > 1 else ''}"
