from datetime import timedelta

from bot.ics.validation import check
from bot.meetings.store import meetings
from bot.storage.database import Store
from bot.talks.model.talks import Speaker
from bot.web.server import Web
from tests.feeds.entries import events
from tests.ics.republication import check_republished
from tests.web.stages import ALL, Stage


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
        "Theory seminar: Robert; DROP, – \\N \\nabla; BEGIN\N{WORD JOINER}:VEVENT UID:evil"
    )
    assert "javascript" not in str(event["DESCRIPTION"])
    assert "ATTENDEE" not in event


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
