"""What calendar programs make of a feed: three parsers and an expander, against the store."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import ics
import pytest
import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from bot.core.plain_mathematics import readable
from bot.ics.validation import check
from bot.meetings.model.meetings import Meeting
from bot.meetings.store.slots import slots_of
from bot.talks.model.talks import Speaker, TalkStatus
from bot.talks.store import talks
from tests.web.stages import ALL, Stage
from tests.worlds import NOW

Told = list[tuple[Any, Any, str]]
YEAR = timedelta(days=366)
# One a zone of the sites, and those whose clocks change on other days, by half an hour, or oddly.
ZONES = (
    *("America/Los_Angeles", "America/Chicago", "America/New_York", "Europe/Zurich"),
    *("Asia/Jerusalem", "Africa/Cairo", "Africa/Casablanca", "Australia/Lord_Howe"),
    *("America/Santiago", "Pacific/Auckland"),
)
ODD_ZONES = ("Asia/Jerusalem", "Africa/Casablanca", "Australia/Lord_Howe")


def by_icalendar(body: bytes) -> Told:
    return [(e.start, e.end, str(e["SUMMARY"])) for e in read(body).events]


def by_recurring_ical_events(body: bytes) -> Told:
    expanded = recurring_ical_events.of(read(body)).between(NOW - YEAR, NOW + 2 * YEAR)
    return [(e.start, e.end, str(e["SUMMARY"])) for e in expanded]


def by_ical(body: bytes) -> Told:
    events = IcsCalendarStream.calendar_from_ics(body.decode()).events
    return [(e.start_datetime, e.end_datetime, str(e.summary)) for e in events]


def by_ics(body: bytes) -> Told:
    return [
        (event.begin.datetime, event.end.datetime, event.name)
        for event in ics.Calendar(body.decode()).events
    ]


def read(body: bytes) -> Calendar:
    return Calendar.from_ical(body)


def title(meeting: Meeting) -> str:
    return f"On $\\mathbb{{R}}^n$; part {meeting.id}, “∂×, naïve”"


async def a_year_of_talks(stage: Stage, zones: Sequence[str]) -> Told:
    """Fill a year of weekly meetings in each zone with talks; return what the store holds."""
    told = []
    for zone in zones:
        made = await stage.series(zone, when="Sundays 02:30", zone=zone, until="52 times")
        async with stage.store.write() as connection:
            for meeting in made:
                (slot,) = await slots_of(connection, meeting.id)
                await talks.insert_talk(
                    connection,
                    spoken_by=[Speaker(name="Paul Erdős", affiliation="Nowhere, everywhere")],
                    collaboration_id=1,
                    series_id=meeting.series_id,
                    slot_id=slot.id,
                    title=title(meeting),
                    abstract="Let $f\\colon X\\to Y$; then…\n\nAnd so on.",
                    status=TalkStatus.CONFIRMED,
                    created_at=NOW,
                )
            await stage.publisher.publish(connection, [m.id for m in made], now=NOW)
        told += [(m.start, m.end, f"{zone}: Paul Erdős – {readable(title(m))}") for m in made]
    return sorted(told)


@pytest.mark.parametrize(
    "zones",
    [pytest.param(ZONES, id="ten", marks=pytest.mark.long), pytest.param(ODD_ZONES, id="odd")],
)
async def test_every_reader_sees_what_the_store_holds(stage: Stage, zones: Sequence[str]) -> None:
    stored = await a_year_of_talks(stage, zones)
    token = await stage.subscribing.subscribe(stage.world.organizer, label="Phone", now=NOW)

    public = (await stage.get(ALL)).body
    private = (await stage.get(f"/feeds/me/{token}/deep-learning-theory.ics")).body

    assert len(stored) == 52 * len(zones)
    assert check(public) == check(private) == []
    assert sorted(by_icalendar(public)) == stored
    assert sorted(by_recurring_ical_events(public)) == stored
    assert sorted(by_ical(public)) == stored
    assert sorted(by_ics(public)) == stored
    assert sorted(by_icalendar(private)) == stored
