"""The question whether to schedule something although a site is closed then."""

from collections.abc import Sequence

import discord

from bot.chat.markdown import cut
from bot.chat.replies import Button, Reply, custom_id
from bot.core.translation import _
from bot.sites.cards.time_text import MARKS, day_name, verdict_line
from bot.sites.model.closures import Level
from bot.sites.model.site_time_status import ClosedTime, TimeInClosure, statuses_text
from bot.times.zones import wall_time

MOST_DATES = 15


def confirm_closure_reply(
    closed: TimeInClosure, cards: Sequence[discord.Embed], buttons: Sequence[Button]
) -> Reply:
    """Return which closures a time lies in, to be confirmed once more.

    The cards that were shown before stay in sight.
    """
    question = _("Nothing is saved yet. To schedule it anyway, click the red button.")
    return Reply(
        text=f"{MARKS[Level.HARD]}{_closures(closed)}\n{question}",
        cards=cards,
        buttons=buttons,
    )


def despite_button(closed: TimeInClosure, kind: str, *parts: object) -> Button:
    """Return the button that schedules something in spite of the closures, which it names."""
    shut = closed.shut
    label = (
        _("Schedule despite: {closures}", closures=statuses_text(shut[0].at))
        if len(shut) == 1
        else _("Schedule despite {number} dates in closures", number=len(shut))
    )
    return Button(label=label, id=custom_id(kind, *parts), style=discord.ButtonStyle.danger)


def _closures(closed: TimeInClosure) -> str:
    if len(closed.shut) == 1:
        return _("That time is in a closure: {closures}.", closures=verdict_line(closed.shut[0].at))
    return f"{closed}\n{_dates(closed.shut)}"


def _dates(shut: Sequence[ClosedTime]) -> str:
    lines = []
    for one in shut[:MOST_DATES]:
        day = wall_time(one.start, one.at[0].site.zone).date()
        lines.append(f"{day_name(day)} · {cut(verdict_line(one.at), 100)}")
    rest = len(shut) - MOST_DATES
    return "\n".join([*lines, _("and {number} more", number=rest)] if rest > 0 else lines)
