"""How long cancelled meetings stay in calendars: as long as somebody was told of them."""

from datetime import timedelta

from bot.attendance.model import Answer
from bot.attendance.store import answers
from bot.ics.validation import check
from bot.meetings.store import meetings
from bot.series.model.description import SeriesDescription
from bot.sites.model.site_time_status import ClosurePolicy
from tests.feeds.entries import MINUTE, events
from tests.web.stages import ALL, Stage

SERIES = "/feeds/deep-learning-theory/series/theory-seminar.ics"
DAY = timedelta(days=1)


def shown(body: bytes) -> list[int]:
    return sorted(int(name.removeprefix("meeting-")) for name in events(body))


async def test_case_43_an_ended_series_leaves_nothing_that_nobody_was_told_of(
    stage: Stage,
) -> None:
    made = await stage.series(until="70 times")
    far_with_talk, far_answered = made[20], made[30]
    await stage.talk(far_with_talk)
    async with stage.store.write() as connection:
        await answers.give(
            connection,
            meeting_id=far_answered.id,
            member_id=stage.world.organizer.require_member().id,
            answer=Answer.GOING,
            now=stage.clock.now(),
        )
    told = [one for one in made if one.start <= stage.clock.now() + 28 * DAY]

    await stage.edit_series("theory-seminar", ended=True)
    at_once = await stage.get(ALL)
    stage.clock.pass_by(30 * DAY)
    meanwhile = await stage.get(ALL)
    stage.clock.pass_by(DAY)
    later = await stage.get(ALL)

    assert shown(at_once.body) == shown(meanwhile.body) == [one.id for one in made]
    assert {str(event["STATUS"]) for event in events(at_once.body).values()} == {"CANCELLED"}
    left = [one.id for one in told if one.start >= stage.clock.now() - 31 * DAY]
    assert shown(later.body) == [*left, far_with_talk.id, far_answered.id]
    assert check(later.body) == []


async def test_case_43_a_far_date_that_is_back_is_in_calendars_again(stage: Stage) -> None:
    *_, last = await stage.series()
    await stage.scheduling.cancel(
        stage.world.organizer, last.id, reason="Fair", now=stage.clock.now()
    )
    stage.clock.pass_by(31 * DAY)
    gone = await stage.get(ALL)

    await stage.scheduling.restore(stage.world.organizer, last.id, now=stage.clock.now())
    back = await stage.get(ALL)

    assert last.id not in shown(gone.body)
    event = events(back.body)[f"meeting-{last.id}"]
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CONFIRMED", 2)


async def test_case_43_what_is_gone_stays_gone_when_its_entry_is_rendered_again(
    stage: Stage,
) -> None:
    *_, last = await stage.series()
    await stage.scheduling.cancel(
        stage.world.organizer, last.id, reason="Fair", now=stage.clock.now()
    )
    stage.clock.pass_by(31 * DAY)

    await stage.change_series(last, title="Seminar")

    assert last.id not in shown((await stage.get(ALL)).body)


async def test_case_44_the_past_of_a_series_for_members_is_left_out(stage: Stage) -> None:
    first, second, *rest = await stage.series()
    stage.clock.instant = first.end + MINUTE

    await stage.edit_series("theory-seminar", visibility="members")

    whole, own = await stage.get(ALL), await stage.get(SERIES)
    assert shown(whole.body) == shown(own.body) == [second.id, *(one.id for one in rest)]
    assert {str(event["SUMMARY"]) for event in events(own.body).values()} == {
        "CANCELLED: no longer public"
    }


async def test_case_44_the_past_is_back_when_the_series_is_public_again(stage: Stage) -> None:
    first, *_ = await stage.series()
    stage.clock.instant = first.end + MINUTE
    await stage.edit_series("theory-seminar", visibility="members")
    stage.clock.pass_by(MINUTE)

    await stage.edit_series("theory-seminar", visibility="public")

    event = events((await stage.get(ALL)).body)["meeting-1"]
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CONFIRMED", 2)


async def test_case_45_the_feed_of_an_ended_series_says_so(stage: Stage) -> None:
    made = await stage.series(until="1 time")
    await stage.edit_series("theory-seminar", ended=True)
    stage.clock.instant = made[-1].start + 367 * DAY

    first, page = (
        await stage.get(SERIES),
        await stage.get("/c/deep-learning-theory/series/theory-seminar"),
    )
    stage.clock.pass_by(40 * DAY)
    later = await stage.get(SERIES)

    (event,) = events(first.body).values()
    assert event["SUMMARY"] == "Theory seminar has ended"
    assert check(first.body) == []
    assert first.body == later.body
    assert b"This series has ended." in page.body


async def test_case_36_dates_left_out_of_a_new_series_are_nowhere_cancelled(stage: Stage) -> None:
    await stage.planning.create(
        stage.world.organizer,
        SeriesDescription(title="Theory seminar", when="Thursdays 17:00", until="10 times"),
        heed=ClosurePolicy.LEAVE_OUT,
        now=stage.clock.now(),
    )
    async with stage.store.read() as connection:
        made = await meetings.of_series(connection, 1)
    left_out = next(one for one in made if not one.takes_place)

    feed = await stage.get(ALL)
    page = await stage.get("/c/deep-learning-theory/series/theory-seminar")
    await stage.scheduling.unskip(
        stage.world.organizer, "theory-seminar", left_out.place, now=stage.clock.now()
    )
    back = await stage.get(ALL)

    assert left_out.id not in shown(feed.body)
    assert b"ancelled" not in page.body
    event = events(back.body)[f"meeting-{left_out.id}"]
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CONFIRMED", 0)
