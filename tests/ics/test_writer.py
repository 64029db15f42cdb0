from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.core.text import clean
from bot.ics.event_content import Content
from bot.ics.validation import check, check_entry
from bot.ics.writer import Notice, render, render_notice, wrap

START = datetime(2026, 11, 26, 16, tzinfo=UTC)
CHANGED = datetime(2026, 11, 23, 9, 0, 5, tzinfo=UTC)


def content(**changed: object) -> Content:
    plain: dict[str, object] = {
        "uid": "meeting-17@0a1b",
        "start": START,
        "end": START + timedelta(hours=1),
        "summary": "Seminar",
        "description": "What and when",
        "brief": "When",
    }
    return Content(**{**plain, **changed})  # type: ignore[arg-type] # fields differ in type


def calendar(*entries: bytes, name: str = "Seminars") -> bytes:
    return wrap(
        entries,
        name=name,
        description="All of them",
        url="https://example.org/",
        source="https://example.org/all.ics",
        modified=CHANGED,
    )


def test_an_entry_is_what_the_standard_wants_in_this_order() -> None:
    rendered = render(
        content(
            location="BC 410",
            category="Theory",
            url="https://example.org/talk/1",
            join_link="https://zoom.us/j/1",
        ),
        sequence=3,
        modified=CHANGED,
    )

    assert rendered.decode().split("\r\n") == [
        "BEGIN:VEVENT",
        "UID:meeting-17@0a1b",
        "DTSTAMP:20261123T090005Z",
        "LAST-MODIFIED:20261123T090005Z",
        "SEQUENCE:3",
        "DTSTART:20261126T160000Z",
        "DTEND:20261126T170000Z",
        "SUMMARY:Seminar",
        "DESCRIPTION:What and when",
        "LOCATION:BC 410",
        "CATEGORIES:Theory",
        "URL:https://example.org/talk/1",
        "CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join:https://zoom.us/j/1",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "",
    ]


def test_a_calendar_tells_programs_its_name_and_when_to_come_again() -> None:
    body = calendar(render(content(), sequence=0, modified=CHANGED), name="A; b")

    head = body.decode().partition("BEGIN:VEVENT")[0]
    assert head.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Meridian//Meridian//EN",
        "CALSCALE:GREGORIAN",
        "NAME:A\\; b",
        "X-WR-CALNAME:A\\; b",
        "DESCRIPTION:All of them",
        "X-WR-CALDESC:All of them",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#008080",
        "URL:https://example.org/",
        "SOURCE;VALUE=URI:https://example.org/all.ics",
        "LAST-MODIFIED:20261123T090005Z",
        "",
    ]
    assert body.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")


@given(st.text(max_size=400))
def test_any_text_comes_back_from_a_sound_entry(text: str) -> None:
    rendered = render(content(summary=text, description=text), sequence=0, modified=CHANGED)

    assert check(calendar(rendered)) == []
    (event,) = Calendar.from_ical(calendar(rendered)).events
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (clean(text), clean(text))


@given(st.text(alphabet="\\;,nNé😀 a", max_size=400).map(str.strip))
def test_text_that_wants_escaping_survives_folding(text: str) -> None:
    rendered = render(content(description=text), sequence=0, modified=CHANGED)

    assert check_entry(rendered).faults == ()
    (event,) = Calendar.from_ical(calendar(rendered)).events
    assert str(event["DESCRIPTION"]) == text


def test_lines_are_folded_as_late_as_they_may_be() -> None:
    rendered = render(content(description="x" * 200), sequence=0, modified=CHANGED)

    lengths = [len(line) for line in rendered.split(b"\r\n") if b"xx" in line]
    assert lengths == [75, 75, len("DESCRIPTION:") + 200 - 75 - 74 + 1]


def test_a_notice_takes_whole_days_and_nobodys_time() -> None:
    notice = Notice(
        uid="nothing-yet-1@0a1b",
        since=date(2026, 11, 1),
        until=date(2026, 11, 2),
        summary="Nothing yet",
        description="",
        sequence=1,
        modified=CHANGED,
    )

    lines = render_notice(notice).decode().split("\r\n")

    assert "DTSTART;VALUE=DATE:20261101" in lines
    assert "DTEND;VALUE=DATE:20261102" in lines
    assert "TRANSP:TRANSPARENT" in lines
    assert check(calendar(render_notice(notice))) == []


def test_the_digest_tells_contents_apart_and_nothing_else() -> None:
    same, other = content(), content(location="BC 411")

    assert same.digest("1") == content().digest("1")
    assert len({same.digest("1"), other.digest("1"), same.digest("2")}) == 3


@pytest.mark.parametrize(
    "word", ["BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR", "begin:valarm", "BEGIN:STANDARD"]
)
def test_case_51_a_text_breaks_no_program_that_looks_for_the_ends_of_entries(word: str) -> None:
    shown = content(summary=f"On {word}", description=f"Type\n{word}\nand go")
    entry = render(shown, sequence=0, modified=CHANGED)

    lines = entry.replace(b"\r\n ", b"").decode()
    assert lines.upper().count("BEGIN:VEVENT") == lines.upper().count("END:VEVENT") == 1
    (event,) = Calendar.from_ical(calendar(entry)).events
    assert word not in str(event["SUMMARY"])
    assert str(event["SUMMARY"]).replace("\N{WORD JOINER}", "") == f"On {word}"
    assert check_entry(entry).faults == ()
