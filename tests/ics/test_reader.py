"""Reading other people's calendars: when they are busy, and no more."""

from datetime import date

import pytest

from bot.core.intervals import NamedDays
from bot.ics.reader import busy_in, days_in
from bot.ics.reading.components import INCOMPLETE, NO_CALENDAR, Unreadable, calendars_in
from bot.ics.reading.prefilter import TOO_MANY, TOO_MANY_DATES
from tests.ics.calendars import DAYS_OFF, LUNCH, WINDOW, ZURICH, event, ics


def busy(*components: str, zone: str = ZURICH, heading: str = "") -> list[str]:
    """Return the busy times of a calendar, in UTC, as text."""
    found = busy_in(ics(*components, heading=heading), zone=zone, window=WINDOW)
    return [f"{one.start:%m-%d %H:%M}-{one.end:%H:%M}" for one in found.times]


def refusal_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        busy_in(data, zone=ZURICH, window=WINDOW)
    return str(caught.value)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (LUNCH, ["12-01 11:00-12:00"]),
        ((*LUNCH, "TRANSP:OPAQUE"), ["12-01 11:00-12:00"]),
        ((*LUNCH, "TRANSP:TRANSPARENT"), []),
        ((*LUNCH, "STATUS:CANCELLED"), []),
        ((*LUNCH, "STATUS:TENTATIVE"), ["12-01 11:00-12:00"]),
        ((*LUNCH, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), []),
        ((*LUNCH, "X-MICROSOFT-CDO-BUSYSTATUS:OOF"), ["12-01 11:00-12:00"]),
        (("DTSTART:20261201T110000Z", "DURATION:PT90M"), ["12-01 11:00-12:30"]),
        (("DTSTART:20261201T120000", "DTEND:20261201T130000"), ["12-01 11:00-12:00"]),
        (("DTSTART:20261201T110000Z",), []),
        (("DTSTART:20261201T110000Z", "DTEND:20261201T100000Z"), []),
        (DAYS_OFF, ["12-23 23:00-23:00"]),
        ((*DAYS_OFF, "TRANSP:TRANSPARENT"), []),
        (("DTSTART;VALUE=DATE:20261224",), ["12-23 23:00-23:00"]),
        (("DTSTART:20261123T080000Z", "DTEND:20261123T100000Z"), ["11-23 09:00-10:00"]),
        (("DTSTART:20251123T080000Z", "DTEND:20251123T100000Z"), []),
        (("DTSTART:20281123T080000Z", "DTEND:20281123T100000Z"), []),
        (("DTSTART:nonsense", "DTEND:20281123T100000Z"), []),
    ],
    ids=[
        "says nothing", "opaque", "transparent", "cancelled", "tentative", "free at Microsoft",
        "out of office", "a duration", "a floating time", "no end", "ends before it starts",
        "whole days", "transparent days", "one whole day", "under way", "over", "out of reach",
        "no time",
    ],
)  # fmt: skip
def test_an_entry_is_busy_as_it_says(lines: tuple[str, ...], expected: list[str]) -> None:
    assert busy(event(*lines)) == expected


def test_a_rule_keeps_its_wall_time_over_the_clock_change() -> None:
    rule = "RRULE:FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20270501T000000Z"

    assert busy(event(*LUNCH, rule)) == [
        "12-01 11:00-12:00",
        "01-01 11:00-12:00",
        "02-01 11:00-12:00",
        "03-01 11:00-12:00",
        "04-01 10:00-11:00",
    ]


def test_dates_are_taken_from_a_rule_added_to_it_and_moved() -> None:
    weekly = event(
        *LUNCH,
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Europe/Zurich:20261208T120000",
        "RDATE;TZID=Europe/Zurich:20261209T120000",
    )
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Zurich:20261215T120000",
        "DTSTART;TZID=Europe/Zurich:20261216T150000",
        "DTEND;TZID=Europe/Zurich:20261216T160000",
    )
    cancelled = event(
        "RECURRENCE-ID;TZID=Europe/Zurich:20261222T120000", LUNCH[0], LUNCH[1], "STATUS:CANCELLED"
    )

    assert busy(weekly, moved, cancelled) == [
        "12-01 11:00-12:00",
        "12-09 11:00-12:00",
        "12-16 14:00-15:00",
    ]


CUSTOM = "\r\n".join(
    [
        *("BEGIN:VTIMEZONE", "TZID:Our own time", "BEGIN:STANDARD", "DTSTART:16010101T000000"),
        *("TZOFFSETFROM:+0530", "TZOFFSETTO:+0530", "END:STANDARD", "END:VTIMEZONE"),
    ]
)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Asia/Jerusalem", "12-01 10:00-11:00"),
        ("W. Europe Standard Time", "12-01 11:00-12:00"),
        ("/freeassociation.sourceforge.net/America/Chicago", "12-01 18:00-19:00"),
        ("Our own time", "12-01 06:30-07:30"),
        ("Nowhere/At all", "12-01 11:00-12:00"),
        ("../../../etc/passwd", "12-01 11:00-12:00"),
    ],
)
def test_a_zone_is_known_by_any_of_its_names(named: str, expected: str) -> None:
    lines = [f"DTSTART;TZID={named}:20261201T120000", f"DTEND;TZID={named}:20261201T130000"]

    assert busy(CUSTOM, event(*lines)) == [expected]


def test_what_another_calendar_calls_a_zone_is_forgotten() -> None:
    named = event("DTSTART;TZID=Our own time:20261201T120000", "DURATION:PT1H")

    assert busy(CUSTOM, named) == ["12-01 06:30-07:30"]
    assert busy(named) == ["12-01 11:00-12:00"]


def test_a_floating_time_is_of_the_calendars_zone_where_it_names_one() -> None:
    floating = event("DTSTART:20261201T120000", "DTEND:20261201T130000")

    assert busy(floating, heading="X-WR-TIMEZONE:America/Chicago") == ["12-01 18:00-19:00"]
    assert busy(floating, heading="X-WR-TIMEZONE:../nowhere") == ["12-01 11:00-12:00"]


def test_lists_of_busy_times_are_read() -> None:
    listed = [
        "BEGIN:VFREEBUSY",
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261201T100000Z/PT1H30M,20261202T100000Z/20261202T110000Z",
        "FREEBUSY:20261201T110000Z/20261201T120000Z,rubbish,20261203T100000Z/PT0S",
        "FREEBUSY;FBTYPE=FREE:20261204T100000Z/PT1H",
        "END:VFREEBUSY",
    ]

    assert busy(*listed) == ["12-01 10:00-12:00", "12-02 10:00-11:00"]


def test_one_entry_that_makes_no_sense_keeps_nobody_from_the_others() -> None:
    senseless = [
        event("DTSTART:99999999T999999Z", "DTEND:20261201T130000Z", uid="2"),
        event(*LUNCH, "RRULE:FREQ=SOMETIMES", uid="3"),
        event(*LUNCH, "RRULE:FREQ=DAILY;INTERVAL=0", uid="4"),
        event("DTSTART:00010101T000000Z", "RRULE:FREQ=DAILY", uid="5"),
        event("RECURRENCE-ID:x", uid="6"),
    ]

    assert busy(*senseless, event(*LUNCH)) == ["12-01 11:00-12:00"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", NO_CALENDAR),
        (b"<!doctype html><title>Calendar</title>", NO_CALENDAR),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", NO_CALENDAR),
        (b"\x1f\x8b\x08" + bytes(range(256)), NO_CALENDAR),
        (ics(event(*LUNCH))[:-20], INCOMPLETE),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 1000, INCOMPLETE),
        (ics(*(event(*LUNCH, uid=str(n)) for n in range(2001))), TOO_MANY),
        (ics(event(*LUNCH, "EXDATE:" + ",".join(["20261201T120000"] * 20_001))), TOO_MANY_DATES),
    ],
    ids=[
        "nothing", "a web page", "a visiting card", "bytes", "half of one",
        "only beginnings", "many entries", "many dates",
    ],
)  # fmt: skip
def test_what_cannot_or_will_not_be_read_is_refused_in_a_sentence(
    data: bytes, sentence: str
) -> None:
    assert refusal_of(data) == sentence


def test_many_times_are_refused() -> None:
    daily = [event(*LUNCH, "RRULE:FREQ=DAILY", uid=str(number)) for number in range(60)]

    assert "20,000 events" in refusal_of(ics(*daily))


def test_years_of_entries_that_are_over_do_not_count() -> None:
    past = [
        event("DTSTART:20201201T110000Z", "DTEND:20201201T120000Z", *rule, uid=str(number))
        for number in range(3000)
        for rule in [["RRULE:FREQ=DAILY;UNTIL=20210101T000000Z"] if number % 2 else []]
    ]

    assert busy(*past, event(*LUNCH)) == ["12-01 11:00-12:00"]


def test_titles_texts_and_places_are_dropped_before_anything_is_parsed() -> None:
    private = event(
        *LUNCH,
        "SUMMARY:Doctor",
        "DESCRIPTION:secret\r\n  DTSTART:20261202T120000",
        "ATTENDEE;CN=Eve:mailto:eve@example.org",
        "BEGIN:VALARM",
        "TRIGGER:-PT5M",
        "DESCRIPTION:Doctor",
        "END:VALARM",
    )

    (calendar,) = calendars_in(ics(private), titles=False)

    (left,) = calendar.parts
    assert [line.whole for line in left.lines] == [
        "UID:1",
        *LUNCH,
        "ATTENDEE;CN=Eve:mailto:eve@example.org",
    ]
    assert left.parts == []


def test_whole_days_are_read_by_their_names() -> None:
    holidays = [
        event(
            "DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas\\, at\r\n  last", "TRANSP:TRANSPARENT"
        ),
        event("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20270104", "SUMMARY:Break", uid="2"),
        event(*LUNCH, "SUMMARY:Lunch", uid="3"),
        event("DTSTART;VALUE=DATE:20261231", "STATUS:CANCELLED", "SUMMARY:Not at all", uid="4"),
        event("DTSTART;VALUE=DATE:20260501", "RRULE:FREQ=YEARLY", "SUMMARY:Labour Day", uid="5"),
    ]

    assert days_in(ics(*holidays), zone=ZURICH, window=WINDOW).days == (
        NamedDays(first=date(2026, 12, 24), last=date(2027, 1, 3), name="Break"),
        NamedDays(first=date(2026, 12, 25), last=date(2026, 12, 25), name="Christmas, at last"),
        NamedDays(first=date(2027, 5, 1), last=date(2027, 5, 1), name="Labour Day"),
    )
