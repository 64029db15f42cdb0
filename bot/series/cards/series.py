"""Series as Discord shows them: what they are, and what a change of them would do."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import discord

from bot.chat.markdown import cut, escape, plain_link
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.web_addresses import Links
from bot.meetings.cards.meetings import programme_entry, talk_line
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.programme.model.change_previews import Outlook, Overview
from bot.series.cards.clock_changes import clock_change_lines
from bot.series.model.clock_changes import ShiftedMeetings
from bot.series.model.occurrences import Occurrence
from bot.series.model.series import Series, Visibility
from bot.series.model.series_plan import MeetingMove, SeriesPlan
from bot.sites.cards.closures import despite_button
from bot.sites.cards.time_confirmation import time_card
from bot.sites.cards.time_text import closure_line, day_name, moment, place_name
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.sites.model.sites import Site, usual_offset_differs
from bot.talks.model.talks import Booking
from bot.times.recurrence_text import rule_text
from bot.times.zoned_time import ZonedTime
from bot.times.zones import instants_of, is_ordinary, wall_time

SHOWN_DATES = 6
NAMED = 8  # meetings named one by one where many change
TALKS_NAMED = 15
LABELS = {
    "title": "title",
    "description": "description",
    "rule": "when",
    "zone": "time zone",
    "first": "first date",
    "minutes": "minutes",
    "slots": "slots",
    "site_id": "host",
    "join_link": "join link",
    "room": "room",
    "channel_id": "channel",
    "visibility": "visibility",
    "capacity": "how many may come",
    "ended_at": "whether it goes on",
}


Dated: TypeAlias = Meeting | Occurrence


def date_entry(dated: Dated, sites: Sequence[Site], *, minutes: int) -> str:
    """Return a coming date with its site line; what is closed or not as usual then is marked."""
    told = [moment(dated.start, zone=dated.zone, sites=sites)]
    if shut := closure_line(dated.start, sites=sites, minutes=minutes):
        told.append(shut)
    if usual_offset_differs(dated.start, anchor=dated.zone, zones=[s.zone for s in sites]):
        told.append("⚠️ Clock-change week: some sites meet at another hour than usual.")
    if not is_ordinary(dated.wall, dated.zone):
        told.append(_odd_hour(dated))
    return "\n".join(told)


def _odd_hour(dated: Dated) -> str:
    if instants_of(dated.wall, dated.zone):
        return f"⚠️ {dated.wall:%H:%M} comes twice that day: it is the first one."
    real = wall_time(dated.start, dated.zone)
    return f"⚠️ Clocks jump over {dated.wall:%H:%M} that day: it is at {real:%H:%M}."


def attributes(series: Series, sites: Sequence[Site]) -> tuple[tuple[str, str], ...]:
    """Return what a series is, by name."""
    host = next((escape(site.name) for site in sites if site.id == series.site_id), "")
    slots = f"{series.slots} slot{'s' if series.slots > 1 else ''}"
    place = place_name(series.zone, sites)
    whose = "members only" if series.visibility is Visibility.MEMBERS else "public"
    return (
        ("When", f"{rule_text(series.rule)}, {escape(place)} time ({series.zone})"),
        ("A meeting", f"{series.minutes} minutes, {slots}"),
        ("Host", host),
        ("Room", escape(series.room or "")),
        ("Join", plain_link("Join link, for members", series.join_link)),
        ("Channel", f"<#{series.channel_id}>" if series.channel_id else ""),
        ("Shown to", whose),
        ("Places", f"{series.capacity}" if series.capacity else ""),
    )


def series_entry(overview: Overview, sites: Sequence[Site]) -> str:
    """Return a series for a list: its rule and its next meeting."""
    series = overview.series
    ended = " · ended" if series.ended_at else ""
    head = f"**{escape(series.title)}** (`{series.slug}`){ended}\n{rule_text(series.rule)}"
    soon = "".join(
        f"\nNext: {moment(p.meeting.start, zone=series.zone, sites=sites)}"
        for p in overview.coming[:1]
    )
    return head + soon


def series_card(
    overview: Overview,
    sites: Sequence[Site],
    runs: Sequence[ShiftedMeetings],
    *,
    links: Links,
    collaboration: str,
) -> Reply:
    """Return one series: what it is, its next dates, when clocks disagree, its page and feed."""
    series = overview.series
    addresses = [plain_link("Page", links.series(collaboration, series.slug))]
    if series.visibility is Visibility.PUBLIC:
        feed = links.feed_series(collaboration, series.slug)
        addresses.append(plain_link("Calendar feed", feed))
    about = card(
        escape(series.title) + (" (ended)" if series.ended_at else ""),
        escape(series.description),
        fields=(*attributes(series, sites), ("Links", " · ".join(addresses))),
        footer=f"Short name: {series.slug}",
    )
    entries = [programme_entry(programme, sites, titled=False) for programme in overview.coming]
    dates = "\n\n".join(entries) or "No meeting is to come."
    shown = [about, card("The next meetings", dates)]
    if runs:
        shown.append(card("Clock changes: not the usual hour", clock_change_lines(runs)))
    return Reply(cards=shown)


def outlook_reply(
    outlook: Outlook, sites: Sequence[Site], *, draft_id: int, note: str = ""
) -> Reply:
    """Return what would be saved, with buttons to save it, to change it and to give it up."""
    return Reply(
        text=note or "Nothing is saved yet. Please look at this and confirm.",
        cards=(*_outlook_cards(outlook, sites), *_first_date(outlook, sites)),
        buttons=_outlook_buttons(outlook, draft_id),
    )


def closed_buttons(closed: TimeInClosure, draft_id: str, *, is_new: bool) -> tuple[Button, ...]:
    """Return the buttons that save a series in spite of closures, without those dates, or not."""
    leave_out = Button(
        label="Leave those dates out",
        id=custom_id("series-save", draft_id, ClosurePolicy.LEAVE_OUT),
        style=discord.ButtonStyle.success,
    )
    return (
        *((leave_out,) if is_new else ()),
        despite_button(closed, "series-save", draft_id, ClosurePolicy.DESPITE),
        Button(label="Discard", id=custom_id("series-discard", draft_id)),
    )


def _first_date(outlook: Outlook, sites: Sequence[Site]) -> tuple[discord.Embed, ...]:
    """Return the table of all sites for the first date, where the times are new."""
    is_timed = outlook.was is None or {"rule", "zone", "first", "minutes"} & {*outlook.changed}
    if not is_timed or not outlook.coming:
        return ()
    first = outlook.coming[0]
    at = ZonedTime(wall=first.wall, zone=first.zone, instant=first.start)
    heading = "The first of them, at every site"
    return (time_card(heading, at, sites, minutes=outlook.series.minutes),)


def saved_reply(outlook: Outlook, sites: Sequence[Site]) -> Reply:
    """Return what was saved."""
    title = escape(outlook.series.title)
    if outlook.was is None:
        text = f"Saved: “{title}” is made, with {_made(outlook)}."
    elif outlook.series.ended_at is not None:
        text = f"Saved: “{title}” has ended."
    else:
        text = f"Saved: “{title}” is changed."
    return Reply(text=text, cards=_outlook_cards(outlook, sites))


def _made(outlook: Outlook) -> str:
    made, out = len(outlook.plan.add) - len(outlook.left_out), len(outlook.left_out)
    left = f"; {out} dates in closures are left out (/series unskip takes one in again)"
    return f"{made} meetings{left if out else ''}"


def _outlook_cards(outlook: Outlook, sites: Sequence[Site]) -> tuple[discord.Embed, ...]:
    series = outlook.series
    heading = "New series" if outlook.was is None else "Series"
    about = card(
        f"{heading}: {escape(series.title)}",
        cut(escape(series.description), 600),
        fields=attributes(series, sites),
    )
    coming = outlook.coming[:SHOWN_DATES]
    dates = "\n\n".join(date_entry(dated, sites, minutes=series.minutes) for dated in coming)
    cards = (about, card("The next dates", dates or "No meeting is to come."))
    return cards if outlook.was is None else (_changes_card(outlook), *cards)


def _changes_card(outlook: Outlook) -> discord.Embed:
    changed = ", ".join(LABELS[name] for name in outlook.changed if name in LABELS)
    fields = (
        ("Changes in the series", changed),
        *_plan_fields(outlook.plan, outlook.series),
        ("Talks that lose their slot and become proposed", _homeless(outlook.homeless)),
    )
    nothing = "" if any(value for _, value in fields) else "Nothing changes."
    return card("What changes", nothing, fields=fields, colour=0xC27C0E)


def _plan_fields(plan: SeriesPlan, series: Series) -> Iterable[tuple[str, str]]:
    elsewhere = [change for change in plan.move if _is_moved(change)]
    longer = len(plan.move) - len(elsewhere)
    again = [day_name(change.to.place) for change in plan.revive]
    displaced = (d.meeting for d in plan.displace)
    stay = [m for m in (*plan.keep, *displaced) if _stays_by_hand(m)]
    yield _named("meetings move", [_from_to(change) for change in elsewhere])
    yield "Length", f"{longer} meetings last {series.minutes} minutes." if longer else ""
    yield _named("meetings are cancelled", [day_name(m.wall.date()) for m in plan.drop])
    yield _named("meetings take place again", again)
    yield _named("meetings are new", [day_name(occurrence.place) for occurrence in plan.add])
    if not plan.changes_nothing:
        days = [day_name(meeting.wall.date()) for meeting in stay]
        yield _named("changed by hand stay as they are", days)


def _is_moved(change: MeetingMove) -> bool:
    meeting = change.meeting
    return (meeting.wall, meeting.zone) != (change.to.wall, change.to.zone)


def _stays_by_hand(meeting: Meeting) -> bool:
    return meeting.changed_by_hand and meeting.status is not MeetingStatus.DROPPED


def _from_to(change: MeetingMove) -> str:
    whose = change.meeting.zone != change.to.zone
    return f"{_hour(change.meeting, whose=whose)} → {_hour(change.to, whose=whose)}"


def _hour(dated: Dated, *, whose: bool) -> str:
    zone = f" {dated.zone}" if whose else ""
    return f"{day_name(dated.wall.date())} {dated.wall:%H:%M}{zone}"


def _named(what: str, names: Sequence[str]) -> tuple[str, str]:
    rest = len(names) - NAMED
    more = [f"and {rest} more"] if rest > 0 else []
    return f"{len(names)} {what}", "\n".join([*names[:NAMED], *more])


def _homeless(bookings: Sequence[Booking]) -> str:
    lines = [
        f"{cut(talk_line(b.talk), 120)} ({day_name(wall_time(b.start, b.meeting.zone).date())})"
        for b in bookings[:TALKS_NAMED]
        if b.talk is not None
    ]
    rest = len(bookings) - TALKS_NAMED
    return "\n".join([*lines, f"and {rest} more"] if rest > 0 else lines)


def _outlook_buttons(outlook: Outlook, draft_id: int) -> tuple[Button, ...]:
    save = Button(
        label="Confirm",
        id=custom_id("series-save", draft_id),
        style=discord.ButtonStyle.success,
        disabled=outlook.changes_nothing,
    )
    edit = (
        Button(label="Edit title and times", id=custom_id("series-times", draft_id)),
        Button(label="Edit the rest", id=custom_id("series-details", draft_id)),
    )
    discard = Button(
        label="Discard", id=custom_id("series-discard", draft_id), style=discord.ButtonStyle.danger
    )
    ends = outlook.series.ended_at is not None
    return (save, discard) if ends else (save, *edit, discard)
