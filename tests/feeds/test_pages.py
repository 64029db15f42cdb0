import gzip
import zlib
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from bot.ics.feed_window import SHOWN_BEFORE
from bot.ics.validation import check, check_republished, parts
from bot.meetings.store import meetings
from bot.series.model.series import Visibility
from bot.sites.store import sites
from bot.storage.database import Store
from bot.talks.model.talks import Speaker
from bot.web.server import Web
from tests.web.stages import ALL, Stage, statements
from tests.worlds import NOW

MINUTE = timedelta(minutes=1)


def events(body: bytes) -> dict[str, icalendar.Event]:
    return {
        str(event["UID"]).partition("@")[0]: event
        for event in icalendar.Calendar.from_ical(body).events
    }


async def test_a_feed_is_a_sound_calendar_of_every_meeting(stage: Stage) -> None:
    made = await stage.series()

    answer = await stage.get(ALL)

    assert answer.status == 200
    assert check(answer.body) == []
    assert sorted(e.start for e in events(answer.body).values()) == [m.start for m in made]


async def test_an_empty_feed_says_so_in_the_same_bytes_all_month(stage: Stage) -> None:
    first = await stage.get(ALL)
    stage.clock.pass_by(timedelta(days=7))
    later = await stage.get(ALL)
    stage.clock.pass_by(timedelta(days=7))
    next_month = await stage.get(ALL)

    assert check(first.body) == []
    (event,) = events(first.body).values()
    assert event["SUMMARY"] == "Deep learning theory: nothing planned yet"
    assert first.body == later.body
    assert check_republished(first.body, next_month.body, now=stage.clock.now()) == []
    assert next_month.body != first.body


async def test_the_same_rows_give_the_same_bytes(stage: Stage) -> None:
    await stage.series()
    first = await stage.get(ALL)
    async with stage.store.write() as connection:
        await stage.publisher.publish_collaboration(connection, 1, now=stage.clock.now())

    again = await stage.get(ALL)

    assert (again.body, again.headers["ETag"]) == (first.body, first.headers["ETag"])


async def test_feed_headers_are_those_that_calendar_programs_want(stage: Stage) -> None:
    await stage.series()

    answer = await stage.get(ALL)

    told = {name: value for name, value in answer.headers.items() if name not in {"Date", "Etag"}}
    assert answer.headers["ETag"].startswith('W/"')
    assert told == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="all.ics"',
        "Content-Length": str(len(answer.body)),
        "Cache-Control": "public, max-age=300, must-revalidate",
        "Last-Modified": "Mon, 23 Nov 2026 09:00:00 GMT",
        "Vary": "Accept-Encoding",
        "X-Robots-Tag": "noindex",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


async def test_head_tells_what_get_would(stage: Stage) -> None:
    await stage.series()
    whole = await stage.get(ALL)

    head = await stage.get(ALL, method="HEAD")

    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.body))
    assert head.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize(
    "named",
    ["{}", "W/{}", '"other", {}', '"other",W/{},"third"', "*"],
    ids=["strong", "weak", "second", "among three", "any"],
)
async def test_who_names_the_entity_tag_has_it_already(stage: Stage, named: str) -> None:
    await stage.series()
    etag = (await stage.get(ALL)).headers["ETag"]

    answer = await stage.get(ALL, If_None_Match=named.format(etag.removeprefix("W/")))

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == "public, max-age=300, must-revalidate"


async def test_who_was_there_since_the_last_change_has_it_already(stage: Stage) -> None:
    await stage.series()
    modified = (await stage.get(ALL)).headers["Last-Modified"]

    same = await stage.get(ALL, If_Modified_Since=modified)
    older = await stage.get(ALL, If_Modified_Since="Mon, 23 Nov 2026 08:59:59 GMT")
    broken = await stage.get(ALL, If_Modified_Since="yesterday")

    assert [same.status, older.status, broken.status] == [304, 200, 200]


async def test_another_entity_tag_outweighs_the_date(stage: Stage) -> None:
    await stage.series()
    modified = (await stage.get(ALL)).headers["Last-Modified"]

    answer = await stage.get(ALL, If_None_Match='"older"', If_Modified_Since=modified)

    assert answer.status == 200


async def test_two_changes_within_a_second_are_told_by_date_too(stage: Stage) -> None:
    first, second, *_ = await stage.series()
    stage.clock.pass_by(MINUTE)
    await stage.talk(first)
    modified = (await stage.get(ALL)).headers["Last-Modified"]
    await stage.talk(second)

    answer = await stage.get(ALL, If_Modified_Since=modified)

    assert answer.status == 200


async def test_gzip_is_sent_to_who_takes_it(stage: Stage) -> None:
    await stage.series()
    plain = await stage.get(ALL, Accept_Encoding="identity")

    packed = await stage.get(ALL, Accept_Encoding="gzip, deflate, br")
    refused = await stage.get(ALL, Accept_Encoding="gzip;q=0, *;q=0")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.body))
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert "Content-Encoding" not in refused.headers
    assert refused.body == plain.body
    assert len(packed.body) < len(plain.body) / 5
    assert zlib.decompress(packed.body, wbits=31) == plain.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "OPTIONS", "PATCH"])
async def test_everything_but_reading_is_refused(stage: Stage, method: str) -> None:
    answer = await stage.get(ALL, method=method, If_Match='"nothing"')

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert "Server" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/nobody/all.ics",
        "/feeds/deep-learning-theory/series/nothing.ics",
        "/feeds/deep-learning-theory/site/nowhere.ics",
        "/feeds/deep-learning-theory/series/members-only.ics",
        "/feeds/me/" + "x" * 43 + "/deep-learning-theory.ics",
        "/feeds/me/short/deep-learning-theory.ics",
        "/feeds/",
        "/feeds/deep-learning-theory/all.ics/more",
        "/feeds/%00/all.ics",
        "/meeting/999.ics",
        "/meeting/999999999999999999.ics",
    ],
)
async def test_what_is_not_there_is_not_found(stage: Stage, path: str) -> None:
    await stage.series("Members only", visibility="members")

    answer = await stage.get(path)

    assert answer.status == 404
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Server" not in answer.headers


async def test_an_unchanged_feed_is_served_without_a_statement(stage: Stage) -> None:
    await stage.series()
    token = await stage.subscribing.subscribe(stage.world.organizer, label="Phone", now=NOW)
    private = f"/feeds/me/{token}/deep-learning-theory.ics"
    tags = {path: (await stage.get(path)).headers["ETag"] for path in (ALL, private)}

    with statements(stage.store) as said:
        for path, etag in tags.items():
            unchanged = await stage.get(path, If_None_Match=etag)
            whole = await stage.get(path)
            packed = await stage.get(path, Accept_Encoding="gzip")
            assert [unchanged.status, whole.status, packed.status] == [304, 200, 200]

    assert said == []


async def test_a_change_is_served_at_once_and_rendered_once(stage: Stage) -> None:
    first, *_ = await stage.series()
    before = await stage.get(ALL)
    rendered = stage.publisher.rendered
    stage.clock.pass_by(MINUTE)

    await stage.talk(first, title="Feature learning")
    after = await stage.get(ALL, If_None_Match=before.headers["ETag"])

    assert after.status == 200
    assert stage.publisher.rendered == rendered + 1
    assert check_republished(before.body, after.body, now=stage.clock.now()) == []
    event = events(after.body)["meeting-1"]
    assert event["SUMMARY"] == "Theory seminar: Emmy Noether – Feature learning"
    assert event["SEQUENCE"] == 1
    changed = set(parts(after.body)[1]) - set(parts(before.body)[1])
    assert len(changed) == 1


async def test_a_change_that_shows_nothing_new_leaves_the_feed_alone(stage: Stage) -> None:
    first, *_ = await stage.series()
    talk_id = await stage.talk(first)
    before = await stage.get(ALL)
    stage.clock.pass_by(MINUTE)

    await stage.change_talk(first, talk_id, title="On kernels")

    assert (await stage.get(ALL, If_None_Match=before.headers["ETag"])).status == 304


async def test_a_cancelled_meeting_stays_as_a_tombstone_and_comes_back(stage: Stage) -> None:
    first, *_ = await stage.series()
    before = await stage.get(ALL)

    stage.clock.pass_by(MINUTE)
    await stage.scheduling.cancel(
        stage.world.organizer, first.id, reason="Snow", now=stage.clock.now()
    )
    cancelled = await stage.get(ALL)
    stage.clock.pass_by(MINUTE)
    await stage.scheduling.restore(stage.world.organizer, first.id, now=stage.clock.now())
    restored = await stage.get(ALL)

    told = [events(answer.body)["meeting-1"] for answer in (before, cancelled, restored)]
    assert [str(event["STATUS"]) for event in told] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [event["SEQUENCE"] for event in told] == [0, 1, 2]
    assert told[1]["SUMMARY"] == "CANCELLED: Theory seminar"
    assert "CANCELLED: Snow" in str(told[1]["DESCRIPTION"])
    assert told[1]["TRANSP"] == "TRANSPARENT"
    assert check_republished(before.body, cancelled.body, now=stage.clock.now()) == []
    assert check_republished(cancelled.body, restored.body, now=stage.clock.now()) == []


async def test_a_tombstone_goes_thirty_days_after_its_date(stage: Stage) -> None:
    first, *_ = await stage.series()
    await stage.scheduling.cancel(
        stage.world.organizer, first.id, reason="Snow", now=stage.clock.now()
    )

    shown = []
    for day in (29, 30, 31):
        stage.clock.instant = first.start + timedelta(days=day)
        shown.append("meeting-1" in events((await stage.get(ALL)).body))

    assert shown == [True, True, False]


async def test_a_moved_meeting_keeps_its_name_and_says_where_from(stage: Stage) -> None:
    first, *_ = await stage.series()
    before = await stage.get(ALL)
    stage.clock.pass_by(MINUTE)

    await stage.scheduling.move(
        stage.world.organizer,
        first.id,
        when="2026-11-27 15:00",
        reason="The room is taken",
        now=stage.clock.now(),
    )
    after = await stage.get(ALL)

    event = events(after.body)["meeting-1"]
    assert event.start == datetime(2026, 11, 27, 14, tzinfo=UTC)
    assert "Moved from Thursday 26 November 2026, 17:00: The room is taken" in str(
        event["DESCRIPTION"]
    )
    assert check_republished(before.body, after.body, now=stage.clock.now()) == []


async def test_the_feed_goes_a_year_back_and_further_when_asked(stage: Stage) -> None:
    made = await stage.series()
    first, second = made[:2]
    stage.clock.instant = second.start + SHOWN_BEFORE

    usual = await stage.get(ALL)
    everything = await stage.get(f"{ALL}?past=all")

    assert "meeting-1" not in events(usual.body)
    assert "meeting-2" in events(usual.body)
    assert len(events(everything.body)) == len(made)
    assert first.id == 1


async def test_a_series_feed_and_a_site_feed_show_their_own(stage: Stage) -> None:
    kernels = await stage.series("Kernels", zone="mit")
    others = await stage.series("Others", when="Fridays 17:00", zone="epfl")
    async with stage.store.read() as connection:
        mit = await sites.by_slug(connection, 1, "mit")
    assert mit is not None
    await stage.talk(others[2], spoken_by=[Speaker(name="Grace Hopper", site_id=mit.id)])

    series_feed = await stage.get("/feeds/deep-learning-theory/series/kernels.ics")
    site_feed = await stage.get("/feeds/deep-learning-theory/site/mit.ics")

    own = {f"meeting-{meeting.id}" for meeting in kernels}
    assert events(series_feed.body).keys() == own
    assert events(site_feed.body).keys() == own | {f"meeting-{others[2].id}"}
    assert icalendar.Calendar.from_ical(site_feed.body)["NAME"] == "Deep learning theory: MIT"
    assert check(series_feed.body) == check(site_feed.body) == []
    assert series_feed.headers["Content-Disposition"] == 'inline; filename="kernels.ics"'


async def test_a_series_that_is_for_members_now_leaves_no_details(stage: Stage) -> None:
    first, *rest = await stage.series()
    await stage.talk(first, title="Secret plans")
    before = await stage.get(ALL)
    stage.clock.pass_by(MINUTE)

    await stage.edit_series("theory-seminar", visibility="members")
    after = await stage.get(ALL)
    feed = await stage.get("/feeds/deep-learning-theory/series/theory-seminar.ics")
    stage.clock.pass_by(MINUTE)
    await stage.scheduling.move(
        stage.world.organizer,
        rest[0].id,
        when="2026-12-04 15:00",
        reason="Hush",
        now=stage.clock.now(),
    )
    moved = await stage.get(ALL)

    assert check_republished(before.body, after.body, now=stage.clock.now()) == []
    assert {str(e["SUMMARY"]) for e in events(after.body).values()} == {
        "CANCELLED: no longer public"
    }
    assert b"Secret" not in after.body
    assert b"Emmy" not in after.body
    assert events(feed.body).keys() == events(after.body).keys()
    assert events(moved.body)["meeting-2"].start == rest[0].start
    assert b"Hush" not in moved.body


async def test_a_meeting_is_downloaded_as_a_file(stage: Stage) -> None:
    first, *_ = await stage.series()
    await stage.talk(first)

    answer = await stage.get(f"/meeting/{first.id}.ics")

    assert check(answer.body) == []
    assert list(events(answer.body)) == ["meeting-1"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="meeting-1.ics"'
    again = await stage.get(f"/meeting/{first.id}.ics", If_None_Match=answer.headers["ETag"])
    assert again.status == 304


async def test_a_meeting_for_members_is_no_download(stage: Stage) -> None:
    first, *_ = await stage.series(visibility="members")

    answer = await stage.get(f"/meeting/{first.id}.ics")

    assert answer.status == 404


async def test_the_public_sees_no_join_link_anywhere(stage: Stage) -> None:
    first, *_ = await stage.series(join_link="https://zoom.us/j/5550123")
    await stage.talk(first)

    bodies = [
        (await stage.get(path)).body
        for path in (ALL, "/meeting/1.ics", "/feeds/deep-learning-theory/site/epfl.ics")
    ]

    assert [b"5550123" in body for body in bodies] == [False, False, False]
    told = str(events(bodies[0])["meeting-1"]["DESCRIPTION"])
    assert "The join link is for members" in told


async def test_hostile_text_in_the_rows_leaves_the_feed_sound(stage: Stage, store: Store) -> None:
    hostile = "Bell\x07 \ud800 <b>\r\nATTENDEE:x\\N;,\u2028\u202e" + "é" * 3000
    first, *_ = await stage.series()
    await stage.talk(
        first,
        title="\\N \\nabla; BEGIN:VEVENT\r\nUID:evil",
        abstract=hostile.replace("\ud800", ""),
        paper="javascript:alert(1)",
        slides="https://example.org/a;b,c\\d",
        spoken_by=[Speaker(name="Robert\x00; DROP,", affiliation="\\")],
    )
    async with store.write() as connection:
        await meetings.update_one(connection, first.id, reason="x\x00\ry")
        await stage.publisher.publish(connection, [first.id], now=stage.clock.now())

    answer = await stage.get(ALL)

    assert check(answer.body) == []
    event = events(answer.body)["meeting-1"]
    assert event["SUMMARY"] == (
        "Theory seminar: Robert; DROP, – \\N \\nabla; BEGIN:VEVENT UID:evil"
    )
    assert "javascript" not in str(event["DESCRIPTION"])
    assert "ATTENDEE" not in event


async def test_public_series_have_entries_for_both_audiences(stage: Stage) -> None:
    first, *_ = await stage.series(join_link="https://zoom.us/j/1")
    token = await stage.subscribing.subscribe(stage.world.organizer, label="Phone", now=NOW)

    public = events((await stage.get(ALL)).body)["meeting-1"]
    private = events((await stage.get(f"/feeds/me/{token}/x.ics")).body)["meeting-1"]

    assert (public["UID"], public["SEQUENCE"]) == (private["UID"], private["SEQUENCE"])
    assert private["CONFERENCE"] == "https://zoom.us/j/1"
    assert "CONFERENCE" not in public
    assert first.id == 1


async def test_a_series_becomes_public_again_with_a_higher_sequence(stage: Stage) -> None:
    first, *_ = await stage.series()
    before = await stage.get(ALL)
    stage.clock.pass_by(MINUTE)
    await stage.change_series(first, visibility=Visibility.MEMBERS)
    hidden = await stage.get(ALL)
    stage.clock.pass_by(MINUTE)
    await stage.change_series(first, visibility=Visibility.PUBLIC)

    shown = await stage.get(ALL)

    assert check_republished(hidden.body, shown.body, now=stage.clock.now()) == []
    assert events(shown.body)["meeting-1"]["SUMMARY"] == "Theory seminar"
    assert check_republished(before.body, shown.body, now=stage.clock.now()) == []


async def test_what_left_at_midnight_is_told_by_date_after_a_restart_too(stage: Stage) -> None:
    first, *_ = await stage.series()
    await stage.scheduling.cancel(
        stage.world.organizer, first.id, reason="Snow", now=stage.clock.now()
    )
    stage.clock.instant = first.start + timedelta(days=30)
    modified = (await stage.get(ALL)).headers["Last-Modified"]
    stage.clock.pass_by(timedelta(days=1))
    restarted = Web(stage.store, stage.links, stage.clock)
    await restarted.start("127.0.0.1", 0)
    stage.web, former = restarted, stage.web

    answer = await stage.get(ALL, If_Modified_Since=modified)

    await restarted.stop(now=stage.clock.now())
    stage.web = former
    assert answer.status == 200


async def test_a_small_calendar_is_not_worth_compressing(stage: Stage) -> None:
    answer = await stage.get(ALL, Accept_Encoding="gzip")

    assert "Content-Encoding" not in answer.headers
    assert len(answer.body) < 1_100


async def test_formulas_are_readable_text_in_calendars(stage: Stage) -> None:
    first, *_ = await stage.series()
    await stage.talk(first, title=r"On $\mathbb{R}^d$", abstract=r"Let $\frac{a}{b} \le 1$.")

    event, *_ = events((await stage.get(ALL)).body).values()

    assert event["SUMMARY"] == "Theory seminar: Emmy Noether – On ℝᵈ"
    assert "Let a/b ≤ 1." in str(event["DESCRIPTION"])
