"""Alarms in feeds: for meetings to come, and nothing else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from bot.feeds.model.alarms import Alarm
from bot.ics.alarms import MINUTES, with_alarms
from bot.ics.event_content import Content
from bot.ics.writer import render, wrap

ALARM = re.compile(rb"BEGIN:VALARM\r\n.*?END:VALARM\r\n", re.DOTALL)
START = datetime(2026, 11, 26, 16, tzinfo=UTC)


def entry(*, cancelled: bool = False) -> bytes:
    content = Content(
        uid="meeting-17@0a1b",
        start=START,
        end=START + timedelta(hours=1),
        summary="Seminar",
        description="END:VEVENT is only a word here",
        brief="When",
        cancelled=cancelled,
    )
    return render(content, sequence=0, modified=START)


def whole(entries: list[bytes]) -> bytes:
    return wrap(
        entries, name="S", description="D", url="https://x.org/", source=None, modified=START
    )


@pytest.mark.parametrize("minutes", MINUTES)
def test_an_alarm_rings_so_many_minutes_before(minutes: int) -> None:
    body = whole(with_alarms([entry()], minutes, now=START - timedelta(days=3)))

    (event,) = Calendar.from_ical(body).events
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == -timedelta(minutes=minutes)
    assert (str(alarm["ACTION"]), str(alarm["DESCRIPTION"])) == ("DISPLAY", "Reminder")
    assert ALARM.sub(b"", body) == whole([entry()])


def test_what_is_cancelled_or_over_has_no_alarm() -> None:
    cancelled, over = entry(cancelled=True), entry()

    assert with_alarms([cancelled], 15, now=START - timedelta(days=1)) == [cancelled]
    assert with_alarms([over], 15, now=START + timedelta(seconds=1)) == [over]


def test_every_alarm_that_is_offered_is_one_that_feeds_know() -> None:
    assert {alarm.minutes for alarm in Alarm} == {0, *MINUTES}
