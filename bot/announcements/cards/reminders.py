"""Reminders of series, of members and of their own, as Discord shows them."""

from collections.abc import Sequence

from bot.chat.markdown import escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.text import clean
from bot.core.translation import _
from bot.programme.cards.setting import Setting
from bot.programme.model.reminders import About, Preference, ReminderSchedule, Way
from bot.series.model.series import Series
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.cards.time_text import moment
from bot.sites.model.sites import Site
from bot.times.typed_time import TypedTime
from bot.times.zoned_time import ZonedTime

WAYS = {
    Way.CHANNEL: _("You get reminders in the series' channels only."),
    Way.DM: _("You get reminders by direct message."),
    Way.NOTHING: _("You get no reminders by direct message."),
}
ABOUT = {
    About.MINE: _("For meetings you said you would attend, and talks you give"),
    About.EVERYTHING: _("For every meeting you can see, except those you declined"),
}


def preference_card(preference: Preference) -> Reply:
    """Return how a member is reminded."""
    lines = [f"**{WAYS[preference.way]}**"]
    if preference.way is Way.DM:
        leads = ", ".join(lead_in_words(lead) for lead in preference.leads)
        lines += [_("When: {leads} before", leads=leads), ABOUT[preference.about]]
    lines.append(_("I always tell you about changes to your own talks."))
    return Reply(cards=(card(_("Your reminders"), "\n".join(lines)),))


def lead_in_words(minutes: int) -> str:
    """Return a lead time like "1 day" or "15 minutes"."""
    if minutes % (24 * 60) == 0:
        return _("{count} day", plural="{count} days", count=minutes // (24 * 60))
    if minutes % 60 == 0:
        return _("{count} hour", plural="{count} hours", count=minutes // 60)
    return _("{count} minute", plural="{count} minutes", count=minutes)


def ladder_card(series: Series, schedule: ReminderSchedule, sites: Sequence[Site]) -> Reply:
    """Return how a series reminds before its meetings."""
    rungs = (
        _talks_announced(schedule.talk_days),
        _meetings_announced(schedule.meeting_days),
        _mornings(schedule, sites),
        _("{count} minute before the start", plural="{count} minutes before the start", count=soon)
        if (soon := schedule.minutes)
        else _("At the start: no reminder"),
        _("Role to ping: {role}", role=f"<@&{schedule.role_id}>")
        if schedule.role_id
        else _("Role to ping: none"),
        _("A thread for questions under each talk: yes")
        if schedule.threads
        else _("A thread for questions under each talk: no"),
        _("Ask speakers for missing details: yes")
        if schedule.nudges
        else _("Ask speakers for missing details: no"),
    )
    title = _("Reminders: {series}", series=escape(series.title))
    return Reply(cards=(card(title, "\n".join(rungs)),))


def _talks_announced(days: int) -> str:
    if not days:
        return _("A talk: not announced")
    return _(
        "A talk with title and abstract: announced at most {count} day ahead",
        plural="A talk with title and abstract: announced at most {count} days ahead",
        count=days,
    )


def _meetings_announced(days: int) -> str:
    if not days:
        return _("A meeting without talks: not announced")
    return _(
        "A meeting without talks: announced at most {count} day ahead",
        plural="A meeting without talks: announced at most {count} days ahead",
        count=days,
    )


def _mornings(schedule: ReminderSchedule, sites: Sequence[Site]) -> str:
    if schedule.morning_sites is None:
        return _("The day before: at 09:00 at the host site")
    named = [escape(site.city) for site in sites if site.id in schedule.morning_sites]
    if not named:
        return _("The day before: no reminder")
    return _("The day before: at 09:00 in {cities}", cities=", ".join(named))


def reminder_shown(text: str, reading: TypedTime, *, where: str) -> ReadBack:
    """Return a reminder to be set, to be confirmed."""
    return ReadBack(
        title=_("Remind me"),
        to=reading.moment,
        nothing_yet=_("The reminder is not set yet."),
        others=reading.others,
        fields=((_("About"), escape(clean(text))), (_("Where"), where)),
    )


def reminder_set_reply(text: str, at: ZonedTime, sites: Sequence[Site], *, where: str) -> Reply:
    """Return that a reminder is set."""
    when = moment(at.instant, zone=at.zone, sites=sites, city=at.city)
    told = _("I will remind you {where}: {text}", where=where, text=escape(text))
    return Reply(text=f"{told}\n{when}")


def own_reminder(
    text: str, delivery_id: int, setting: Setting, *, asked_by: int | None = None
) -> Reply:
    """Return a reminder that a person set; in a channel it says who set it."""
    who = _("<@{user}> set this reminder.", user=asked_by) if asked_by else ""
    return Reply(
        text=f"⏰ {escape(text)}\n-# {who}" if who else f"⏰ {escape(text)}",
        buttons=(
            Button(
                label=_("Again in an hour"),
                id=custom_id("remind-again", delivery_id, setting.marker),
            ),
        ),
    )
