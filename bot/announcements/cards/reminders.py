"""How series and members are reminded, as Discord shows it."""

from collections.abc import Sequence

from bot.chat.markdown import escape
from bot.chat.replies import Reply, card
from bot.core.text import clean
from bot.programme.model.reminders import About, Ladder, Preference, Way
from bot.series.model.series import Series
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.cards.time_text import moment
from bot.sites.model.sites import Site
from bot.times.typed_time import TypedTime
from bot.times.zoned_time import ZonedTime

WAYS = {
    Way.CHANNEL: "in the series' channels only",
    Way.DM: "by direct message",
    Way.NOTHING: "not at all by direct message",
}
ABOUT = {
    About.MINE: "meetings you said you come to, and talks you give",
    About.EVERYTHING: "every meeting that you may see, but those you said you do not come to",
}


def preference_card(preference: Preference) -> Reply:
    """Return how a member is reminded."""
    lines = [f"You are reminded **{WAYS[preference.way]}**."]
    if preference.way is Way.DM:
        leads = ", ".join(lead_in_words(lead) for lead in preference.leads)
        lines += [f"When: {leads} before", f"Of: {ABOUT[preference.about]}"]
    lines.append("What concerns your own talks you are always told.")
    return Reply(cards=(card("Your reminders", "\n".join(lines)),))


def lead_in_words(minutes: int) -> str:
    """Return a lead time like "1 day" or "15 minutes"."""
    for unit, size in (("day", 24 * 60), ("hour", 60)):
        if minutes % size == 0:
            count = minutes // size
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return f"{minutes} minute{'s' if minutes > 1 else ''}"


def ladder_card(series: Series, ladder: Ladder, sites: Sequence[Site]) -> Reply:
    """Return what a series says before its meetings."""
    rungs = (
        _announced("A talk, once title and abstract are in", ladder.talk_days),
        _announced("A meeting without talks", ladder.meeting_days),
        f"The day before, at 09:00: {_mornings(ladder, sites)}",
        f"Before it begins: {ladder.minutes} minutes" if ladder.minutes else "At the start: no",
        f"Pings: {f'<@&{ladder.role_id}>' if ladder.role_id else 'nobody'}",
        f"A thread for questions under each talk: {'yes' if ladder.threads else 'no'}",
        f"Speakers are asked for what is missing: {'yes' if ladder.nudges else 'no'}",
    )
    return Reply(cards=(card(f"Reminders: {escape(series.title)}", "\n".join(rungs)),))


def _announced(what: str, days: int) -> str:
    return f"{what}: {f'at most {days} days ahead' if days else 'not announced'}"


def _mornings(ladder: Ladder, sites: Sequence[Site]) -> str:
    if ladder.morning_sites is None:
        return "in the host site's morning"
    named = [escape(site.city) for site in sites if site.id in ladder.morning_sites]
    return f"in the morning of {', '.join(named)}" if named else "no"


def reminder_shown(text: str, reading: TypedTime, *, where: str) -> ReadBack:
    """Return a reminder of one's own, to be read back."""
    return ReadBack(
        title="Remind me",
        to=reading.moment,
        nothing_yet="The reminder is not set yet.",
        others=reading.others,
        fields=(("Of", escape(clean(text))), ("Where", where)),
    )


def reminder_set_reply(text: str, at: ZonedTime, sites: Sequence[Site], *, where: str) -> Reply:
    """Return that a reminder of one's own is set."""
    when = moment(at.instant, zone=at.zone, sites=sites)
    return Reply(text=f"I will remind you {where}: {escape(text)}\n{when}")
