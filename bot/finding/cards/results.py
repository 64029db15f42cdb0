"""Times that were found, as Discord shows them: at every site, who can come, and what they cost."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Attachment, Button, Reply, card, custom_id
from bot.finding.model.participants import Search
from bot.finding.model.ranking import Candidate, Turnout
from bot.finding.model.results import Shortlist
from bot.sites.cards.time_text import moment
from bot.sites.model.site_time_status import site_time_statuses, statuses_text
from bot.sites.model.sites import Site

FIND, SCHEDULE, POLL = "meeting-find", "meeting-schedule-this", "meeting-poll-these"
FEWEST_POLLED = 2
EVERY_HOUR = 0  # in place of the site whose mornings are wanted
MORNINGS = 5  # buttons in a row
ENTRY = 780  # characters, so that five times fit into a card


def shortlist_reply(
    shortlist: Shortlist,
    *,
    draft_id: int,
    found_id: int,
    title: str,
    may_schedule: bool,
    files: Sequence[Attachment] = (),
) -> Reply:
    """Return the times found, with buttons for what can be done with them.

    `draft_id` holds what was typed, `found_id` what another command is handed. Of `files` the first
    is shown as the card's picture.
    """
    entries = [
        cut(_entry(number, candidate, shortlist), ENTRY)
        for number, candidate in enumerate(shortlist.found, start=shortlist.skipped + 1)
    ]
    mornings = shortlist.mornings
    what = f"Mornings in {mornings.city} for" if mornings else "Times for"
    shown = card(
        escape(f"{what} {title}" if title else f"{what} {_people(shortlist.search)}"),
        "\n\n".join(entries),
        fields=(("Who is asked", escape("\n".join(shortlist.notes))),),
        footer="Points: 1 for each percent of people who cannot come, 3 for each point of the "
        "hardest hour and of everybody's. An hour costs 0 from 9 to 17, up to 30 at night.",
    )
    if files:
        shown.set_image(url=f"attachment://{files[0].name}")
    choices = _schedule_buttons(shortlist, found_id) if may_schedule else ()
    poll = _poll_button(found_id) if len(shortlist.found) >= FEWEST_POLLED else ()
    buttons = (*choices, *poll, *_other_buttons(shortlist, draft_id))
    return Reply(cards=(shown,), buttons=buttons, files=files)


def _people(search: Search) -> str:
    count = len(search.people)
    who = "one person" if count == 1 else f"{count} people"
    return f"{who}, {search.minutes} minutes"


def _entry(number: int, candidate: Candidate, shortlist: Shortlist) -> str:
    search = shortlist.search
    when = moment(candidate.start, zone=search.zone, sites=search.asked or search.sites)
    lines = [
        f"**{number}.** {when}",
        _turnout(candidate, shortlist),
        _closures(candidate, search),
        _cost(candidate, search),
        _why(candidate, search),
    ]
    return "\n".join(line for line in lines if line)


def _turnout(candidate: Candidate, shortlist: Shortlist) -> str:
    """Say how many can come, by site where not all can; of names only the reader's own."""
    cities = {site.id: escape(site.city) for site in shortlist.search.sites}
    missing = [t for t in candidate.turnouts if t.free < t.asked]
    absent = ", ".join(f"{_city(t, cities)} {t.free} of {t.asked}" for t in missing)
    everybody = f"All {candidate.asked} can come"
    said = f"{candidate.free} of {candidate.asked} can come ({absent})" if missing else everybody
    rather_not = sum(turnout.rather_not for turnout in candidate.turnouts)
    reluctant = f", {rather_not} would rather not" if rather_not else ""
    own = " · **you cannot**" if shortlist.asker in candidate.cannot else ""
    return f"👥 {said}{reluctant}{own}"


def _city(turnout: Turnout, cities: dict[int, str]) -> str:
    return cities.get(turnout.site_id or 0, "elsewhere")


def _closures(candidate: Candidate, search: Search) -> str:
    end = candidate.start + timedelta(minutes=candidate.minutes)
    told = [
        one
        for one in site_time_statuses(search.asked, candidate.start, end)
        if one.level is not None
    ]
    return f"🗓️ {escape(statuses_text(told))}" if told else ""


def _cost(candidate: Candidate, search: Search) -> str:
    """Say what the time costs each site, those together that pay the same."""
    cities = {site.id: site.city for site in search.sites}
    by_points: dict[int, list[str]] = {}
    for turnout in sorted(candidate.turnouts, key=lambda t: -t.points):
        if turnout.site_id is not None:
            by_points.setdefault(turnout.points, []).append(cities[turnout.site_id])
    told = " | ".join(f"{_joined(names)} {points}" for points, names in by_points.items() if points)
    return f"⚖️ Costs {told}" if told else "⚖️ Costs no site anything"


def _joined(names: Iterable[str]) -> str:
    return escape(" · ".join(dict.fromkeys(names)))


def _why(candidate: Candidate, search: Search) -> str:
    """Say in one line what its points are made of."""
    parts = [
        f"{candidate.absence:.1f} for who cannot come" if candidate.absence else "",
        f"{candidate.hardest:.0f} for the hardest hour" if candidate.hardest else "",
        f"{candidate.everybody:.1f} for everybody's hour" if candidate.everybody else "",
    ]
    told = ", ".join(part for part in parts if part) or "within everybody's day"
    spares = f"; it spares {_most_burdened(search)}" if candidate.spares else ""
    return f"🧮 {candidate.points:.1f} points: {told}{spares}"


def _most_burdened(search: Search) -> str:
    most = max(search.ledger.values(), default=0)
    cities = [site.city for site in search.sites if search.ledger.get(site.id) == most]
    return f"{_joined(cities)}, which paid most this term"


def _schedule_buttons(shortlist: Shortlist, found_id: int) -> tuple[Button, ...]:
    return tuple(
        Button(
            label=f"Schedule {shortlist.skipped + place + 1}",
            id=custom_id(SCHEDULE, found_id, place),
            style=discord.ButtonStyle.primary,
            row=0,
        )
        for place in range(len(shortlist.found))
    )


def _poll_button(found_id: int) -> tuple[Button, ...]:
    return (Button(label="Poll these", id=custom_id(POLL, found_id), row=1),)


def _other_buttons(shortlist: Shortlist, draft_id: int) -> tuple[Button, ...]:
    skipped, page = shortlist.skipped, len(shortlist.found)
    at = shortlist.mornings.id if shortlist.mornings else EVERY_HOUR
    more = Button(
        label="More",
        id=custom_id(FIND, draft_id, skipped + page, at),
        disabled=shortlist.is_last,
        row=1,
    )
    first = Button(label="The best", id=custom_id(FIND, draft_id, 0, EVERY_HOUR), row=1)
    mornings = (
        Button(
            label=f"Only mornings in {site.city}",
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
