"""Closures as Discord shows them: what a time is in spite of, and what a site's year holds."""

from collections.abc import Sequence

import discord

from bot.domain.closures import Level
from bot.domain.verdicts import ClosedThere, Shut, in_words
from bot.domain.zones import wall_time
from bot.messages.moments import MARKS, day_name, verdict_line
from bot.messages.replies import Button, Reply, custom_id
from bot.messages.text import cut

NAMED = 15


def second_word_reply(
    closed: ClosedThere, cards: Sequence[discord.Embed], buttons: Sequence[Button]
) -> Reply:
    """Return what is about to be scheduled into which closures, to be confirmed once more.

    The cards that were shown before stay in sight.
    """
    asked = "Nothing is saved yet. To schedule it all the same, please click once more."
    return Reply(
        text=f"{MARKS[Level.HARD]}{_told(closed)}\n{asked}",
        cards=cards,
        buttons=buttons,
    )


def despite_button(closed: ClosedThere, kind: str, *parts: object) -> Button:
    """Return the button that schedules something in spite of what is closed, which it names."""
    shut = closed.shut
    what = in_words(shut[0].at) if len(shut) == 1 else f"{len(shut)} dates in closures"
    return Button(
        label=f"Schedule in spite of: {what}",
        id=custom_id(kind, *parts),
        style=discord.ButtonStyle.danger,
    )


def _told(closed: ClosedThere) -> str:
    if len(closed.shut) == 1:
        return f"That time is in a closure: {verdict_line(closed.shut[0].at)}."
    return f"{closed}\n{_dates(closed.shut)}"


def _dates(shut: Sequence[Shut]) -> str:
    lines = []
    for one in shut[:NAMED]:
        day = wall_time(one.start, one.at[0].site.zone).date()
        lines.append(f"{day_name(day)} · {cut(verdict_line(one.at), 100)}")
    rest = len(shut) - NAMED
    return "\n".join([*lines, f"and {rest} more"] if rest > 0 else lines)
