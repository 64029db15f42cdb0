"""Changes of meetings and series, as subscribers of feeds see them."""

from datetime import UTC, datetime, timedelta

import icalendar

from bot.ics.feed_retention import SHOWN_BEFORE
from bot.ics.validation import check, parts
from bot.series.model.series import Visibility
from bot.sites.store import sites
from bot.talks.model.talks import Speaker
from tests.feeds.entries import MINUTE, events
from tests.ics.republication import check_republished
from tests.web.stages import ALL, Stage
from tests.worlds import NOW


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
