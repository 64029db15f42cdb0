"""Which meetings of a series are at another hour somewhere, and when people are told."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest

from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.outbox.deliveries import Kind
from bot.series.model.clock_changes import ShiftedMeetings, runs
from bot.series.service.clock_change_notices import notices
from bot.sites.model.sites import Site
from bot.times.recurrence import Frequency, Rule
from bot.times.zones import occurrence_instant

CHANNEL = 44
ZONES = {
    "Berkeley": "America/Los_Angeles",
    "Chicago": "America/Chicago",
    "Boston": "America/New_York",
    "Lausanne": "Europe/Zurich",
    "Jerusalem": "Asia/Jerusalem",
}


def site(number: int, city: str, zone: str) -> Site:
    return Site(
        id=number,
        collaboration_id=1,
        slug=city.lower(),
        name=city,
        city=city,
        country="",
        latitude=0,
        longitude=0,
        zone=zone,
        working_days=frozenset(range(5)),
        opens=time(9),
        closes=time(17),
        position=number,
    )


SITES = [site(number, city, zone) for number, (city, zone) in enumerate(ZONES.items(), 1)]


def held(
    first: date, *, until: date, hour: int, zone: str, weekdays: tuple[int, ...] = ()
) -> list[Meeting]:
    """Return the meetings of a weekly series."""
    rule = Rule(
        frequency=Frequency.WEEKLY, weekdays=weekdays or (first.weekday(),), wall=time(hour)
    )
    numbers = count(1)
    return [
        Meeting(
            id=next(numbers),
            collaboration_id=1,
            series_id=1,
            place=day,
            wall=datetime.combine(day, rule.wall),
            zone=zone,
            start=occurrence_instant(datetime.combine(day, rule.wall), zone),
            minutes=60,
            status=MeetingStatus.SCHEDULED,
            reason="",
            moved_from=None,
            tz_release="",
            revision=0,
        )
        for day in rule.dates(first, until=until)
    ]


def told(run: ShiftedMeetings) -> dict[str, str]:
    return {s.site.city: f"{s.wall:%H:%M} not {s.usual:%H:%M}" for s in run.shifts}


def dates(run: ShiftedMeetings) -> list[str]:
    return [f"{meeting.place:%Y-%m-%d}" for meeting in run.meetings]


AMERICA_LATER = {
    "Berkeley": "09:00 not 08:00",
    "Chicago": "11:00 not 10:00",
    "Boston": "12:00 not 11:00",
}


def test_a_thursday_seminar_in_zurich_is_an_hour_later_in_america_in_these_weeks_only() -> None:
    meetings = held(date(2026, 10, 1), until=date(2028, 6, 1), hour=17, zone="Europe/Zurich")

    found = runs(meetings, SITES)

    assert [dates(run) for run in found] == [
        ["2026-10-29"],
        ["2027-03-18", "2027-03-25"],
        ["2027-11-04"],
        ["2028-03-16", "2028-03-23"],
    ]
    assert [told(run) for run in found] == [AMERICA_LATER] * 4
    assert [s.city for s in found[0].steady] == ["Lausanne", "Jerusalem"]


@pytest.mark.parametrize(
    ("hour", "zone", "shifted"),
    [
        (
            9,
            "America/Los_Angeles",
            {"Lausanne": "17:00 not 18:00", "Jerusalem": "18:00 not 19:00"},
        ),
        (11, "America/New_York", {"Lausanne": "16:00 not 17:00", "Jerusalem": "17:00 not 18:00"}),
        (18, "Asia/Jerusalem", AMERICA_LATER),
    ],
)
def test_whoever_anchors_a_thursday_seminar_keeps_the_hour(
    hour: int, zone: str, shifted: dict[str, str]
) -> None:
    meetings = held(date(2026, 10, 1), until=date(2027, 12, 1), hour=hour, zone=zone)

    found = runs(meetings, SITES)

    assert [dates(run) for run in found] == [
        ["2026-10-29"],
        ["2027-03-18", "2027-03-25"],
        ["2027-11-04"],
    ]
    assert [told(run) for run in found] == [shifted] * 3


def test_on_the_friday_and_saturday_before_europe_israel_is_ahead_of_it_by_two_hours() -> None:
    daily = held(
        date(2026, 3, 1),
        until=date(2026, 4, 10),
        hour=9,
        zone="America/Los_Angeles",
        weekdays=tuple(range(7)),
    )

    both, europe_alone = runs(daily, SITES)

    assert (dates(both)[0], dates(both)[-1]) == ("2026-03-08", "2026-03-26")
    assert told(both) == {"Lausanne": "17:00 not 18:00", "Jerusalem": "18:00 not 19:00"}
    assert dates(europe_alone) == ["2026-03-27", "2026-03-28"]
    assert told(europe_alone) == {"Lausanne": "17:00 not 18:00"}


def test_seen_from_jerusalem_only_europe_is_off_on_that_friday() -> None:
    fridays = held(date(2027, 1, 1), until=date(2027, 5, 1), hour=9, zone="Asia/Jerusalem")

    found = runs(fridays, SITES)

    by_date = {dates(run)[-1]: told(run) for run in found}
    assert by_date["2027-03-26"] == {"Lausanne": "07:00 not 08:00"}


def test_a_moved_or_cancelled_meeting_has_no_usual_hour() -> None:
    march = held(date(2027, 3, 4), until=date(2027, 4, 8), hour=17, zone="Europe/Zurich")
    changed = [
        _with(meeting, status=MeetingStatus.SKIPPED)
        if meeting.place == date(2027, 3, 18)
        else _with(meeting, moved_from=meeting.wall - timedelta(hours=1))
        if meeting.place == date(2027, 3, 25)
        else meeting
        for meeting in march
    ]

    assert runs(changed, SITES) == []


def _with(meeting: Meeting, **changes: object) -> Meeting:
    return Meeting(**{**{n: getattr(meeting, n) for n in Meeting.__dataclass_fields__}, **changes})


def test_a_zone_without_summer_time_has_two_usual_hours() -> None:
    meetings = held(date(2026, 10, 1), until=date(2028, 4, 1), hour=17, zone="Europe/Zurich")

    assert runs(meetings, [site(9, "Bangalore", "Asia/Kolkata")]) == []


def test_people_are_told_14_and_2_days_before_the_first_of_a_run() -> None:
    march = held(date(2027, 3, 4), until=date(2027, 4, 8), hour=17, zone="Europe/Zurich")
    now = datetime(2027, 2, 1, 12, tzinfo=UTC)

    due = notices(runs(march, SITES), channel_id=CHANNEL, now=now)

    first = march[2]
    assert [(d.kind, d.what, d.target) for d in due] == [
        (Kind.CLOCKS, f"meeting:{first.id}", "channel:44")
    ] * 2
    assert [first.start - d.due for d in due] == [timedelta(days=14), timedelta(days=2)]
    assert {d.pointless_after for d in due} == {first.start}


def test_nobody_is_told_once_the_first_of_a_run_has_begun() -> None:
    march = held(date(2027, 3, 4), until=date(2027, 4, 8), hour=17, zone="Europe/Zurich")

    assert notices(runs(march, SITES), channel_id=CHANNEL, now=march[2].start) == []
