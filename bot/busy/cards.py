"""The list of a member's own calendars, without their addresses."""

from collections.abc import Sequence
from datetime import timedelta

from bot.busy.model import Diary, DiarySummary
from bot.chat.markdown import escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.ics.reading.report_text import unread_text
from bot.sites.cards.time_text import stamp

HOUR = timedelta(hours=1)
KEPT = _(
    "I only store when you are busy, never why, and lines with dates that I could not read. I read "
    "the calendars every hour. Their addresses are encrypted and never shown again."
)
EMPTY = _("I read no calendar of yours. Use /me busy add to add one.")
OFF = _(
    "Reading calendars is switched off here (no SECRET_KEY is set). "
    "The list shows what I read last."
)


def busy_reply(known: Sequence[DiarySummary], *, is_on: bool, done: str = "") -> Reply:
    """Return a member's own calendars, each with a button that removes it."""
    lines = [_line(number, one) for number, one in enumerate(known, start=1)]
    if not is_on:
        lines.insert(0, OFF)
    buttons = [
        Button(
            label=_("Remove {number}. {calendar}", number=number, calendar=one.diary.label),
            id=custom_id("busy-remove", one.diary.id),
        )
        for number, one in enumerate(known, start=1)
    ]
    described = "\n".join(lines if known else [*lines, EMPTY])
    shown = card(_("Calendars I read for you"), described, footer=KEPT if known else "")
    return Reply(text=done, cards=(shown,), buttons=buttons)


def added_text(known: Sequence[DiarySummary]) -> str:
    """Return what is said when a calendar was added, the last of those known."""
    if known[-1].diary.report.unread:
        return _("Added, but not all of it could be read. I read it again every hour.")
    return _("Added. I read it every hour.")


def unread_letter(diary: Diary, *, marker: str) -> Reply:
    """Return the letter to a member whose calendar has entries that cannot be read any more."""
    sentence = _(
        "⚠ Your calendar “{calendar}” could be read until now. What I cannot read of it does not "
        "make you busy here, so please look at these entries.",
        calendar=escape(diary.label),
    )
    show = Button(label=_("Show my calendars"), id=custom_id("busy-list", marker))
    return Reply(text=f"{sentence}\n{unread_text(diary.report)}", buttons=(show,))


def _line(number: int, one: DiarySummary) -> str:
    diary = one.diary
    parts = [
        f"**{number}. {escape(diary.label)}**",
        escape(diary.host),
        _("read {when}", when=stamp(diary.read_at, "R")),
        _busy(one.busy),
    ]
    told = [f"⚠ {escape(diary.fault)}"] if diary.fault else []
    if diary.report.unread:
        told.append(f"⚠ {unread_text(diary.report)}")
    return "\n".join([" · ".join(parts), *told])


def _busy(time: timedelta) -> str:
    if not time:
        return _("not busy in the next 4 weeks")
    return _(
        "busy for {count} hour in the next 4 weeks",
        plural="busy for {count} hours in the next 4 weeks",
        count=max(1, round(time / HOUR)),
    )
