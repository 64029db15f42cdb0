"""Reading any calendar: random bytes, and recurrences that another library reads too."""

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from bot.core.intervals import Interval, merged
from bot.ics.reader import busy_in, days_in
from bot.ics.reading.components import Unreadable
from tests.ics.calendars import LUNCH, WINDOW, ZURICH, event, ics

PIECES = [
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE",
    "END:VTIMEZONE", "BEGIN:STANDARD", "END:STANDARD", "BEGIN:VFREEBUSY", "END:VFREEBUSY",
    "TZID:Mine", "TZOFFSETTO:+9900", "TZOFFSETFROM:x", "DTSTART;TZID=Mine:20261201T120000",
    "DTSTART:20261201T120000Z", "DTSTART;VALUE=DATE:20261201", "DTEND:20261201T130000Z",
    "DTEND:", "DURATION:-P1D", "DURATION:P99999999999D", "DURATION:PT1H", "UID:1", "UID:2",
    "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY;BYDAY=9MO", "RRULE:FREQ=YEARLY;BYWEEKNO=60",
    "RRULE:FREQ=MONTHLY;UNTIL=x", "RDATE;VALUE=PERIOD:20261203T120000Z/PT1H", "RDATE:x",
    "EXDATE:20261208T120000Z", "RECURRENCE-ID:20261208T120000Z", "SEQUENCE:x",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20261208T120000Z", "FREEBUSY:20261201T100000Z/PT1H",
    "FREEBUSY:99991231T235959Z/P9999999999W", "X-WR-TIMEZONE:Asia/Jerusalem", " folded", ":",
]  # fmt: skip


def is_sound(found: tuple[Interval, ...]) -> bool:
    inside = all(one.within(WINDOW) == one for one in found)
    return inside and found == merged(found)


@settings(deadline=None)  # the first reading loads a library
@given(
    st.one_of(
        st.binary(max_size=500),
        st.lists(st.sampled_from(PIECES)).map(lambda lines: "\r\n".join(lines).encode()),
        st.lists(st.lists(st.sampled_from(PIECES[10:]), max_size=6), max_size=4).map(
            lambda events: ics(
                *(f"BEGIN:VEVENT\r\n{chr(10).join(e)}\r\nEND:VEVENT" for e in events)
            )
        ),
        st.text(max_size=200).map(lambda text: ics(event(*LUNCH, f"RRULE:{text}"))),
    )
)
@pytest.mark.filterwarnings("ignore")
def test_any_bytes_give_intervals_or_one_refusal(data: bytes) -> None:
    found: tuple[Interval, ...] = ()

    with suppress(Unreadable):
        found = busy_in(data, zone=ZURICH, window=WINDOW).times

    assert is_sound(found)


CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.ics"))
SCRAPS = (b"9" * 20, b"-", b",", b";", b":", b'"', b"\r\n", b"\n ", b"0", b"FREQ=DAILY", b"P", b"Z")


def garbled(data: bytes, chance: random.Random) -> bytes:
    """Return a calendar with some bytes changed, left out or put in."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place, size = chance.randrange(len(found)), chance.randint(0, 20)
        found[place : place + size] = chance.choice((*SCRAPS, b"", chance.randbytes(1)))
    return bytes(found)


def test_a_garbled_calendar_gives_intervals_or_one_refusal() -> None:
    chance = random.Random(15)  # noqa: S311 - the same garbage each time
    for path in CORPUS:
        data, found = garbled(path.read_bytes(), chance), None
        with suppress(Unreadable):
            found = busy_in(data, zone=ZURICH, window=WINDOW)
            days_in(data, zone=ZURICH, window=WINDOW)

        assert found is None or is_sound(found.times)
        assert found is None or found.report.unread >= len(found.report.faults)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("RRULE", "RDATE", "EXDATE", "EXRULE", "DURATION", "SEQUENCE", "X-A")),
            st.text('abcxyz0129;:=,"/+- ', max_size=20),
        ),
        max_size=5,
    )
)
def test_whatever_stands_beside_it_a_readable_start_is_busy(
    beside: list[tuple[str, str]],
) -> None:
    lines = [f"{name}:x{value}" for name, value in beside]
    data = ics(event("DTSTART:20261201T100000Z", "DTEND:20261201T110000Z", *lines))

    found = busy_in(data, zone=ZURICH, window=WINDOW)

    assert f"{found.times[0].start:%m-%d %H}-{found.times[0].end:%H}" == "12-01 10-11"
    is_told = {name for name, _ in beside} & {"RRULE", "RDATE", "EXDATE", "EXRULE"}
    assert found.report.unread == bool(is_told)


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@st.composite
def rules(draw: st.DrawFn, start: datetime) -> str:
    """A rule that `start` itself follows: what else it means, RFC 5545 leaves open."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    rule = f"RRULE:FREQ={freq};INTERVAL={draw(st.integers(1, 5))}"
    if freq == "WEEKLY":
        days = draw(st.sets(st.sampled_from(WEEKDAYS))) | {WEEKDAYS[start.weekday()]}
        rule += f";BYDAY={','.join(sorted(days))}"
    count = draw(st.one_of(st.none(), st.integers(1, 30)))
    return rule if count is None else f"{rule};COUNT={count}"


starts = st.datetimes(datetime(2026, 1, 1), datetime(2027, 3, 1)).map(  # noqa: DTZ001 - wall times
    lambda start: start.replace(minute=0, second=0, microsecond=0, hour=8 + start.hour // 3)
)


zones = st.sampled_from(["Europe/Zurich", "America/Los_Angeles", "Asia/Jerusalem", "UTC"])


@st.composite
def recurring(draw: st.DrawFn) -> str:
    zone, start = draw(zones), draw(starts)
    end = start + timedelta(minutes=draw(st.integers(5, 300)))
    without = [start + timedelta(days=n) for n in draw(st.sets(st.integers(1, 30), max_size=3))]
    return event(
        f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}",
        draw(rules(start)),
        *(f"EXDATE;TZID={zone}:{day:%Y%m%dT%H%M%S}" for day in without),
    )


@settings(deadline=None)  # the first reading loads a library
@given(recurring())
def test_a_second_library_finds_the_same_times(entry: str) -> None:
    data = ics(entry)
    events: Any = IcsCalendarStream.calendar_from_ics(data.decode()).timeline
    theirs = [
        (one.dtstart.astimezone(UTC), one.end.astimezone(UTC))
        for one in events.overlapping(WINDOW.start, WINDOW.end)
    ]

    ours = busy_in(data, zone=ZURICH, window=WINDOW).times

    wanted = [Interval(start, end).within(WINDOW) for start, end in theirs]
    assert ours == merged(one for one in wanted if one)
