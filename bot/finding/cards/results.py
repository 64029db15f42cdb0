"""The times that were found: at every site, with who can come and what they cost."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Attachment, Button, Reply, card, custom_id
from bot.core.translation import _
from bot.finding.model.participants import Search
from bot.finding.model.ranked_times import RankedTime, Turnout
from bot.finding.model.results import Shortlist
from bot.sites.cards.time_text import moment
from bot.sites.model.site_time_status import site_time_statuses, statuses_text
from bot.sites.model.sites import Site

FIND, SCHEDULE, POLL = "meeting-find", "meeting-schedule-this", "meeting-poll-these"
FEWEST_POLLED = 2
EVERY_HOUR = 0  # instead of a site, for all hours of the day
MORNINGS = 5  # buttons in a row
ENTRY = 780  # characters, so that five times fit in a card


def shortlist_reply(
    shortlist: Shortlist,
    *,
    draft_id: int,
    found_id: int,
    title: str,
    may_schedule: bool,
    files: Sequence[Attachment] = (),
) -> Reply:
    """Return the times found, with buttons to schedule one or put them to a poll.

    `draft_id` is the draft with the request, `found_id` the one that other commands are given. The
    first of `files` is the card's picture.
    """
    entries = [
        cut(_entry(number, ranked, shortlist), ENTRY)
        for number, ranked in enumerate(shortlist.found, start=shortlist.skipped + 1)
    ]
    shown = card(
        escape(_title(shortlist, title or _people(shortlist.search))),
        "\n\n".join(entries),
        fields=((_("Participants"), escape("\n".join(shortlist.notes))),),
        footer=_(
            "Points: 1 for each percent of people who can't come, 3 for each point of the hardest "
            "hour and of the average hour. An hour costs 0 from 9 to 17, up to 30 at night."
        ),
    )
    if files:
        shown.set_image(url=f"attachment://{files[0].name}")
    choices = _schedule_buttons(shortlist, found_id) if may_schedule else ()
    poll = _poll_button(found_id) if len(shortlist.found) >= FEWEST_POLLED else ()
    buttons = (*choices, *poll, *_other_buttons(shortlist, draft_id))
    return Reply(cards=(shown,), buttons=buttons, files=files)


def _title(shortlist: Shortlist, what: str) -> str:
    if shortlist.mornings:
        return _("Mornings in {city} for {what}", city=shortlist.mornings.city, what=what)
    return _("Times for {what}", what=what)


def _people(search: Search) -> str:
    return _(
        "{count} person, {minutes} minutes",
        plural="{count} people, {minutes} minutes",
        count=len(search.people),
        minutes=search.minutes,
    )


def _entry(number: int, ranked: RankedTime, shortlist: Shortlist) -> str:
    search = shortlist.search
    when = moment(ranked.start, zone=search.zone, sites=search.asked or search.sites)
    lines = [
        f"**{number}.** {when}",
        _turnout(ranked, shortlist),
        _closures(ranked, search),
        _cost(ranked, search),
        _why(ranked, search),
    ]
    return "\n".join(line for line in lines if line)


def _turnout(ranked: RankedTime, shortlist: Shortlist) -> str:
    """Return how many can come, by site if not everyone can, and whether the reader can."""
    cities = {site.id: escape(site.city) for site in shortlist.search.sites}
    missing = [t for t in ranked.turnouts if t.free < t.asked]
    parts = [_("All {count} can come", count=ranked.asked)]
    if missing:
        absent = (
            _("{city} {free} of {asked}", city=_city(t, cities), free=t.free, asked=t.asked)
            for t in missing
        )
        parts = [
            _(
                "{free} of {asked} can come ({sites})",
                free=ranked.free,
                asked=ranked.asked,
                sites=", ".join(absent),
            )
        ]
    if rather_not := sum(turnout.rather_not for turnout in ranked.turnouts):
        parts.append(_("{count} would rather not", count=rather_not))
    own = _(" · **you can't**") if shortlist.asker in ranked.cannot else ""
    return f"👥 {', '.join(parts)}{own}"


def _city(turnout: Turnout, cities: dict[int, str]) -> str:
    return cities.get(turnout.site_id or 0, _("elsewhere"))


def _closures(ranked: RankedTime, search: Search) -> str:
    end = ranked.start + timedelta(minutes=ranked.minutes)
    told = [
        one for one in site_time_statuses(search.asked, ranked.start, end) if one.level is not None
    ]
    return f"🗓️ {escape(statuses_text(told))}" if told else ""


def _cost(ranked: RankedTime, search: Search) -> str:
    """Return what the time costs each site, with sites of the same cost together."""
    cities = {site.id: site.city for site in search.sites}
    by_points: dict[int, list[str]] = {}
    for turnout in sorted(ranked.turnouts, key=lambda t: -t.points):
        if turnout.site_id is not None:
            by_points.setdefault(turnout.points, []).append(cities[turnout.site_id])
    told = " | ".join(f"{_joined(names)} {points}" for points, names in by_points.items() if points)
    return _("⚖️ Costs {sites}", sites=told) if told else _("⚖️ Costs no site anything")


def _joined(names: Iterable[str]) -> str:
    return escape(" · ".join(dict.fromkeys(names)))


def _why(ranked: RankedTime, search: Search) -> str:
    """Return in one line how the points add up."""
    parts = []
    if ranked.absence:
        parts.append(_("{points} for people who can't come", points=f"{ranked.absence:.1f}"))
    if ranked.hardest:
        parts.append(_("{points} for the hardest hour", points=f"{ranked.hardest:.0f}"))
    if ranked.everybody:
        parts.append(_("{points} for the average hour", points=f"{ranked.everybody:.1f}"))
    reasons = ", ".join(parts) or _("within everyone's day")
    points = f"{ranked.points:.1f}"
    if not ranked.spares:
        return _("🧮 {points} points: {reasons}", points=points, reasons=reasons)
    return _(
        "🧮 {points} points: {reasons}; it spares {sites}, which paid most this term",
        points=points,
        reasons=reasons,
        sites=_most_burdened(search),
    )


def _most_burdened(search: Search) -> str:
    most = max(search.ledger.values(), default=0)
    cities = [site.city for site in search.sites if search.ledger.get(site.id) == most]
    return _joined(cities)


def _schedule_buttons(shortlist: Shortlist, found_id: int) -> tuple[Button, ...]:
    return tuple(
        Button(
            label=_("Schedule {number}", number=shortlist.skipped + place + 1),
            id=custom_id(SCHEDULE, found_id, place),
            style=discord.ButtonStyle.primary,
            row=0,
        )
        for place in range(len(shortlist.found))
    )


def _poll_button(found_id: int) -> tuple[Button, ...]:
    return (Button(label=_("Poll these"), id=custom_id(POLL, found_id), row=1),)


def _other_buttons(shortlist: Shortlist, draft_id: int) -> tuple[Button, ...]:
    skipped, page = shortlist.skipped, len(shortlist.found)
    at = shortlist.mornings.id if shortlist.mornings else EVERY_HOUR
    more = Button(
        label=_("More"),
        id=custom_id(FIND, draft_id, skipped + page, at),
        disabled=shortlist.is_last,
        row=1,
    )
    first = Button(label=_("The best"), id=custom_id(FIND, draft_id, 0, EVERY_HOUR), row=1)
    mornings = (
        Button(
            label=_("Only mornings in {city}", city=site.city),
            id=custom_id(FIND, draft_id, 0, site.id),
            disabled=site.id == at,
            row=2,
        )
        for site in _one_a_zone(shortlist.search.asked)[:MORNINGS]
    )
    again = (first,) if skipped or shortlist.mornings else ()
    return (more, *again, *mornings)


def _one_a_zone(sites: Iterable[Site]) -> list[Site]:
    found: dict[str, Site] = {}
    for site in sites:
        found.setdefault(site.zone, site)
    return list(found.values())
