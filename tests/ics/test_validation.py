from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.ics.validation import Checker, check
from bot.ics.writer import render
from tests.ics.republication import check_republished
from tests.ics.test_writer import CHANGED, START, calendar, content

LATER = CHANGED + timedelta(minutes=1)


def entry(number: int = 1, *, sequence: int = 0, **changed: object) -> bytes:
    modified = CHANGED + timedelta(minutes=sequence)
    named = content(uid=f"meeting-{number}@0a1b", **changed)
    return render(named, sequence=sequence, modified=modified)


SOUND = calendar(entry(1, description="é;\\" * 100), entry(2))


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def spoil(body: bytes) -> bytes:
        assert old in body
        return body.replace(old, new)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (replaced(b"\r\n", b"\n"), "a line does not end with CRLF"),
        (replaced(b"SUMMARY:Sem", b"SUMMARY:S\rem"), "a line does not end with CRLF"),
        (replaced(b"END:VCALENDAR\r\n", b"END:VCALENDAR"), "no whole VEVENT"),
        (replaced(b"END:VCALENDAR\r\n", b""), "no whole VEVENT"),
        (replaced(b"BEGIN:VCALENDAR\r\n", b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n"), "no calendar"),
        (replaced(b"SUMMARY:", b"\r\nSUMMARY:"), "an empty line"),
        (replaced(b"SUMMARY:", b"SUMMARY:" + b"x" * 75), "a line of more than 75 octets"),
        (replaced(b"SUMMARY:", b"SUMMARY:\x07"), "a control character"),
        (replaced(b"SUMMARY:", b"SUMMARY:\xff"), "not UTF-8"),
        (replaced("é".encode(), b"\xc3\r\n \xa9"), "a fold inside a character"),
        (replaced(b"\\;", b"\\\r\n ;"), "a fold inside an escape"),
        (replaced(b"SUMMARY:", b"SUMMARY:a;b"), "SUMMARY is not escaped"),
        (replaced(b"SUMMARY:", b"SUMMARY:\\q"), "SUMMARY is not escaped"),
        (replaced(b"NAME:Sem", b"NAME:a,b"), "NAME is not escaped"),
        (replaced(b"meeting-2@", b"meeting-1@"), "a UID twice"),
        (replaced(b"UID:meeting-1@0a1b\r\n", b""), "UID is missing"),
        (replaced(b"UID:meeting-1@0a1b", b"UID:"), "UID is no name"),
        (replaced(b"SEQUENCE:0\r\n", b""), "SEQUENCE is missing"),
        (replaced(b"SEQUENCE:0", b"SEQUENCE:-1"), "SEQUENCE is no number"),
        (replaced(b"SEQUENCE:0", b"SEQUENCE:0\r\nSEQUENCE:0"), "a property twice"),
        (replaced(b"DTSTAMP:2026", b"DTSTAMP:2027"), "DTSTAMP is not LAST-MODIFIED"),
        (replaced(b"DTSTART:20261126T160000Z", b"DTSTART:20261126T160000"), "neither instants"),
        (replaced(b"DTSTART:", b"DTSTART;TZID=Europe/Zurich:"), "has no place here"),
        (replaced(b"DTEND:20261126T17", b"DTEND:20261126T16"), "DTEND is not after DTSTART"),
        (replaced(b"DTEND:20261126T170000Z\r\n", b"DURATION:PT1H\r\n"), "DURATION has no place"),
        (replaced(b"SUMMARY:", b"RRULE:FREQ=DAILY\r\nSUMMARY:"), "RRULE has no place here"),
        (replaced(b"SUMMARY:", b"ATTENDEE:mailto:a@b\r\nSUMMARY:"), "ATTENDEE has no place here"),
        (replaced(b"STATUS:CONFIRMED", b"STATUS:CANCELLED"), "SUMMARY does not say that"),
        (replaced(b"TRANSP:OPAQUE", b"TRANSP:TRANSPARENT"), "TRANSP does not fit"),
        (replaced(b"VERSION:2.0", b"METHOD:PUBLISH\r\nVERSION:2.0"), "METHOD has no place here"),
        (replaced(b"CALSCALE:", b"UID:x\r\nCALSCALE:"), "UID has no place here"),
        (replaced(b";VALUE=DURATION", b""), "REFRESH-INTERVAL has no place here"),
        (replaced(b"X-PUBLISHED-TTL:PT1H\r\n", b""), "X-PUBLISHED-TTL is missing"),
        (replaced(b"\r\nURL:https", b"\r\nURL:javascript"), "URL is no web address"),
        (replaced(b"SOURCE;VALUE=URI:https://", b"SOURCE;VALUE=URI:https://\\"), "SOURCE"),
        (lambda body: body.partition(b"BEGIN:VEVENT")[0] + b"END:VCALENDAR\r\n", "0 entries"),
    ],
)  # fmt: skip
def test_what_harms_a_calendar_program_is_found(
    spoil: Callable[[bytes], bytes], fault: str
) -> None:
    found = check(spoil(SOUND))

    assert check(SOUND) == []
    assert any(fault in each for each in found), found


def test_more_than_programs_take_is_found() -> None:
    many = calendar(*(entry(number) for number in range(1_001)))
    large = calendar(*(entry(number, description="x" * 12_000) for number in range(80)))

    assert check(many) == ["1001 entries"]
    assert check(large) == [f"{len(large)} bytes"]


def test_republishing_the_same_is_right() -> None:
    assert check_republished(SOUND, SOUND, now=LATER) == []


def test_a_change_must_raise_both_numbers() -> None:
    old = calendar(entry(1))

    silent = calendar(entry(1, summary="Other"))
    told = calendar(entry(1, summary="Other", sequence=1))

    assert check_republished(old, silent, now=LATER) == [
        "meeting-1@0a1b: changed without SEQUENCE and LAST-MODIFIED rising"
    ]
    assert check_republished(old, told, now=LATER) == []
    assert check_republished(told, old, now=LATER) == [
        "meeting-1@0a1b: SEQUENCE or LAST-MODIFIED has fallen"
    ]


def test_a_meeting_must_not_vanish_before_its_time() -> None:
    both, one = calendar(entry(1), entry(2)), calendar(entry(2))
    tombstone = calendar(entry(1, summary="CANCELLED: x", cancelled=True), entry(2))

    a_year, a_month = timedelta(days=368), timedelta(days=32)
    gone = ["meeting-1@0a1b: gone without a word"]
    assert check_republished(both, one, now=LATER) == gone
    assert check_republished(both, one, now=START + a_month) == gone
    assert check_republished(both, one, now=START + a_year) == []
    assert check_republished(tombstone, one, now=START) == gone
    assert check_republished(tombstone, one, now=START + a_month) == []


def test_a_checker_looks_at_each_entry_once() -> None:
    checker = Checker(most=1)
    good, bad = entry(1), entry(2).replace(b"SUMMARY", b"SUMMER")

    first = checker.checked([good, bad])
    again = checker.checked([good, bad])

    assert [bool(entry.faults) for entry in first] == [False, True]
    assert first == again
