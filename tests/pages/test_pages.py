import re
from datetime import timedelta

from bot.meetings.model.one_off_meetings import OneOffMeeting
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.meetings.store.slots import slots_of
from bot.talks.model.talks import Speaker
from bot.talks.store import talks
from tests.pages.texts import HOME, words
from tests.web.stages import Stage
from tests.worlds import World

SITE_LINE = (
    "08:00 Berkeley · Stanford · San Diego · Irvine | 10:00 Chicago | 11:00 Boston"
    " | 17:00 Lausanne | 18:00 Jerusalem"
)


async def test_the_first_page_lists_the_collaborations(stage: Stage) -> None:
    await World.found(stage.store, guild_id=2, slug="string-theory")

    answer = await stage.get("/")

    assert answer.status == 200
    assert re.findall(r'href="(/c/[^"]+)"', answer.body.decode()) == [
        "/c/deep-learning-theory/",
        "/c/string-theory/",
    ]


async def test_what_is_coming_is_shown_by_week_with_the_site_line(stage: Stage) -> None:
    first, second, *_ = await stage.series(slots=2, room="BC 410")
    await stage.talk(first, title="On rings", spoken_by=[Speaker(name="Emmy", affiliation="EPFL")])
    await stage.talk(second, title=None)

    said = words((await stage.get(HOME)).body)

    assert (
        "23 November 2026 – 29 November 2026 "
        f"Thursday 26 November 2026, 17:00 Lausanne {SITE_LINE} "
        "Theory seminar · BC 410 On rings Emmy (EPFL)"
    ) in said
    assert "3 December 2026, 17:00 Lausanne" in said
    assert "Theory seminar · BC 410 TBA Emmy Noether" in said
    assert "No talk yet" in said


async def test_times_are_marked_up_for_the_visitors_clock(stage: Stage) -> None:
    first, *_ = await stage.series(slots=2)
    await stage.talk(first)
    await stage.talk(first, position=1)

    html = (await stage.get(HOME)).body.decode()

    assert '<time datetime="2026-11-26T16:00:00Z" data-show="moment">' in html
    assert (
        '<time class="clock" datetime="2026-11-26T16:30:00Z" data-show="clock">17:30</time>' in html
    )
    assert '<script src="/static/local-time.js" defer></script>' in html


async def test_later_weeks_are_a_link_away(stage: Stage) -> None:
    await stage.series(until="30 times")

    page = (await stage.get(HOME)).body.decode()
    later = re.search(r'href="(\?from=[0-9-]+)"', page)
    assert later is not None
    next_page = (await stage.get(HOME + later[1])).body.decode()

    ids = [set(re.findall(r'id="(meeting-\d+)"', html)) for html in (page, next_page)]
    assert later[1] == "?from=2027-02-22"
    assert (len(ids[0]), len(ids[1])) == (13, 13)
    assert ids[0] & ids[1] == set()


async def test_a_meeting_under_way_is_still_coming_and_then_past(stage: Stage) -> None:
    first, *_ = await stage.series()
    await stage.talk(first, title="On rings")

    stage.clock.instant = first.end - timedelta(seconds=1)
    under_way = words((await stage.get(HOME)).body)
    stage.clock.instant = first.end
    over = words((await stage.get(HOME)).body)
    past = words((await stage.get(f"{HOME}past")).body)

    assert ["On rings" in said for said in (under_way, over, past)] == [True, False, True]


async def test_a_cancelled_meeting_is_struck_with_its_reason(stage: Stage) -> None:
    first, *_ = await stage.series()
    talk_id = await stage.talk(first)
    await stage.scheduling.cancel(
        stage.world.organizer, first.id, reason="Snow in Lausanne", now=stage.clock.now()
    )

    listed = (await stage.get(HOME)).body.decode()
    talk = (await stage.get(f"{HOME}talk/{talk_id}")).body.decode()

    assert "<s><time" in listed
    assert "Cancelled: Snow in Lausanne" in listed
    assert "<s>On kernels</s>" in talk
    assert "Cancelled: Snow in Lausanne" in talk
    assert "Add this meeting to your calendar" not in talk, "case_39"


async def test_case_41_the_address_of_a_meeting_survives_a_move(stage: Stage) -> None:
    calling = OneOffMeetingService(stage.store, stage.publisher)
    made = await calling.schedule(
        stage.world.organizer,
        OneOffMeeting(title="Steering call", when="2026-12-04 17:00 Lausanne"),
        now=stage.clock.now(),
    )

    await stage.scheduling.move(
        stage.world.organizer,
        made.meeting.id,
        when="2026-12-08 17:00 Lausanne",
        reason="Snow",
        now=stage.clock.now(),
    )

    page = words((await stage.get(f"{HOME}series/steering-call-2026-12-04")).body)
    assert "Tuesday 8 December 2026" in page
    assert "Moved from Friday 4 December 2026" in page


async def test_a_talk_is_shown_whole(stage: Stage) -> None:
    first, *_ = await stage.series()
    abstract = "Let $x<y$ & so on.\n\n" + "More. " * 500
    talk_id = await stage.talk(
        first,
        title="On rings",
        abstract=abstract.strip(),
        paper="https://arxiv.org/abs/2106.10165",
        slides="https://example.org/s.pdf",
        video="javascript:alert(1)",
    )

    html = (await stage.get(f"{HOME}talk/{talk_id}")).body.decode()

    assert (
        "Let <math><mrow><mi>x</mi><mo>&lt;</mo><mi>y</mi></mrow></math> &amp; so on.\n\nMore."
        in html
    )
    assert html.count("More.") == 500
    assert 'href="https://arxiv.org/abs/2106.10165"' in html
    assert 'href="https://example.org/s.pdf"' in html
    assert "javascript:" not in html
    assert f'href="/meeting/{first.id}.ics"' in html
    assert SITE_LINE in html


async def test_past_talks_have_their_materials_and_pages(stage: Stage) -> None:
    made = await stage.series(until="60 times")
    async with stage.store.write() as connection:
        for meeting in made:
            (slot,) = await slots_of(connection, meeting.id)
            await talks.insert_talk(
                connection,
                spoken_by=[Speaker(name="Emmy")],
                collaboration_id=1,
                series_id=meeting.series_id,
                slot_id=slot.id,
                title=f"Part {meeting.id}",
                slides=f"https://example.org/{meeting.id}.pdf",
                status="confirmed",
                created_at=stage.clock.now(),
            )
    stage.clock.instant = made[-1].end

    first = (await stage.get(f"{HOME}past")).body.decode()
    second = (await stage.get(f"{HOME}past?page=2")).body.decode()

    slides = [re.findall(r"https://example.org/(\d+).pdf", html) for html in (first, second)]
    assert slides == [
        [str(meeting.id) for meeting in reversed(made[10:])],
        [str(meeting.id) for meeting in reversed(made[:10])],
    ]
    assert 'href="?page=2"' in first
    assert 'href="?page=1"' in second
    assert 'href="?page=3"' not in second


async def test_a_series_has_its_own_page_and_feed(stage: Stage) -> None:
    first, *_ = await stage.series(description="What networks\nlearn.")
    await stage.talk(first, title="On rings")

    html = (await stage.get(f"{HOME}series/theory-seminar")).body.decode()

    assert "What networks\nlearn." in html
    assert "On rings" in html
    feed = "meridian.test/feeds/deep-learning-theory/series/theory-seminar.ics"
    assert f'href="webcal://{feed}"' in html
    assert f'<code class="address">http://{feed}</code>' in html
