from datetime import timedelta

import pytest

from bot.ics.validation import check_entry
from bot.meetings.model.meetings import Meeting
from bot.meetings.store import meetings
from bot.meetings.store.slots import slots_of
from bot.programme.model.calendar_entries import Entry, FeedAudience
from bot.programme.service import calendar_rendering
from bot.programme.service.publication import Publisher
from bot.programme.store import calendar_entries as entries
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.servers.store import collaborations
from bot.sites.service.sites import SiteDescription, SiteService
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.model.talks import Speaker, TalkStatus
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks
from tests.worlds import NOW, World

SECOND = timedelta(seconds=1)


@pytest.fixture
async def seminar(store: Store, world: World, publisher: Publisher) -> list[Meeting]:
    """Three public meetings on Thursdays at 17:00 in Lausanne, two slots each."""
    described = SeriesDescription(
        title="Theory seminar",
        when="Thursdays 17:00",
        minutes=90,
        slots=2,
        until="3 times",
        room="BC 410",
        join_link="https://zoom.us/j/1",
    )
    made = await SeriesService(store, publisher).create(world.organizer, described, now=NOW)
    async with store.read() as connection:
        return await meetings.of_series(connection, made.series.id)


async def kept(store: Store, meeting: Meeting) -> dict[FeedAudience, Entry]:
    async with store.read() as connection:
        found = await entries.of_meetings(connection, [meeting.id])
    return {audience: entry for (_, audience), entry in found.items()}


async def lines(store: Store, meeting: Meeting, audience: FeedAudience) -> dict[str, str]:
    """Return an entry's values by name, unfolded and unescaped."""
    body = (await kept(store, meeting))[audience].body.decode().replace("\r\n ", "")
    pairs = (line.partition(":")[::2] for line in body.split("\r\n"))
    return {
        name.partition(";")[0]: value.replace("\\n", "\n").replace("\\,", ",")
        for name, value in pairs
    }


async def give_talk(
    store: Store, publisher: Publisher, meeting: Meeting, *, position: int = 0, abstract: str = ""
) -> None:
    async with store.write() as connection:
        slots = await slots_of(connection, meeting.id)
        await talks.insert_talk(
            connection,
            spoken_by=[Speaker(name="Emmy Noether", affiliation="Göttingen"), Speaker(name="Ada")],
            collaboration_id=1,
            series_id=meeting.series_id,
            slot_id=slots[position].id,
            title="On rings",
            abstract=abstract,
            slides="https://example.org/rings.pdf",
            status=TalkStatus.CONFIRMED,
            created_at=NOW,
        )
        await publisher.publish(connection, [meeting.id], now=NOW)


async def test_members_and_the_public_are_told_of_a_talk_with_its_time(
    store: Store, publisher: Publisher, seminar: list[Meeting]
) -> None:
    await give_talk(store, publisher, seminar[0], position=1, abstract="Rings are nice.")

    members = await lines(store, seminar[0], FeedAudience.MEMBERS)
    public = await lines(store, seminar[0], FeedAudience.PUBLIC)

    assert members["SUMMARY"] == "Theory seminar: Emmy Noether, Ada – On rings"
    assert members["DESCRIPTION"] == (
        "Thursday 26 November 2026\n"
        "08:00 Berkeley · Stanford · San Diego · Irvine | 10:00 Chicago | 11:00 Boston"
        " | 17:00 Lausanne | 18:00 Jerusalem\n"
        "Talks begin at these times in Lausanne:\n\n"
        "17:45 Emmy Noether (Göttingen), Ada: On rings\n"
        "Rings are nice.\n"
        "Slides: https://example.org/rings.pdf\n\n"
        "Room: BC 410\n"
        "Join: https://zoom.us/j/1\n"
        "http://meridian.test/c/deep-learning-theory/series/theory-seminar"
    )
    assert members["LOCATION"] == "BC 410, EPFL · https://zoom.us/j/1"
    assert members["URL"] == "http://meridian.test/c/deep-learning-theory/talk/1"
    assert members["CATEGORIES"] == "Theory seminar"
    assert public["LOCATION"] == "BC 410, EPFL · Online"
    assert public["DESCRIPTION"] == members["DESCRIPTION"].replace(
        "Join: https://zoom.us/j/1",
        "The join link is for members: it is in their private calendar.",
    )


async def test_a_long_abstract_is_cut_at_a_word_with_a_link_to_the_whole(
    store: Store, publisher: Publisher, seminar: list[Meeting]
) -> None:
    await give_talk(store, publisher, seminar[0], abstract="word " * 200)

    told = (await lines(store, seminar[0], FeedAudience.PUBLIC))["DESCRIPTION"]
    entry = (await kept(store, seminar[0]))[FeedAudience.PUBLIC]

    assert (
        f"\n{'word ' * 118}word…\nAbstract: http://meridian.test/c/deep-learning-theory/talk/1\n"
        in told
    )
    assert b"word" not in entry.short_body
    assert b"Abstract: http://meridian.test/c/deep-learning-theory/talk/1" in (
        entry.short_body.replace(b"\r\n ", b"")
    )


async def test_both_audiences_share_a_sequence_that_rises_with_each_change(
    store: Store, publisher: Publisher, seminar: list[Meeting]
) -> None:
    first = await kept(store, seminar[0])
    await give_talk(store, publisher, seminar[0])
    second = await kept(store, seminar[0])
    await give_talk(store, publisher, seminar[0], position=1)
    third = await kept(store, seminar[0])

    told = [
        {(entry.sequence, entry.modified) for entry in found.values()}
        for found in (first, second, third)
    ]
    assert told == [{(0, NOW)}, {(1, NOW + SECOND)}, {(2, NOW + 2 * SECOND)}]


async def test_only_what_changed_is_rendered(
    store: Store, publisher: Publisher, seminar: list[Meeting]
) -> None:
    publisher.rendered = 0

    await give_talk(store, publisher, seminar[1])
    async with store.write() as connection:
        await publisher.publish_collaboration(connection, 1, now=NOW)

    assert publisher.rendered == 1


async def test_every_publishing_raises_the_revision(
    store: Store, publisher: Publisher, seminar: list[Meeting]
) -> None:
    async with store.write() as connection:
        before = await collaborations.revisions(connection)
        await publisher.publish(connection, [meeting.id for meeting in seminar], now=NOW)
        after = await collaborations.revisions(connection)

    slug = "deep-learning-theory"
    assert after[slug] == before[slug] + 1


async def test_a_site_that_changes_is_shown_in_what_feeds_hold(
    store: Store, world: World, seminar: list[Meeting]
) -> None:
    await SiteService(store).edit(
        world.organizer, slug="epfl", description=SiteDescription(city="Ecublens"), now=NOW
    )

    told = await lines(store, seminar[2], FeedAudience.PUBLIC)

    assert "17:00 Ecublens" in told["DESCRIPTION"]


async def test_a_change_that_is_undone_leaves_no_entry(
    store: Store, publisher: Publisher, seminar: list[Meeting]
) -> None:
    before = await kept(store, seminar[0])

    with pytest.raises(ZeroDivisionError):
        async with store.write() as connection:
            await meetings.update_one(connection, seminar[0].id, minutes=30)
            await publisher.publish(connection, [seminar[0].id], now=NOW)
            1 / 0  # noqa: B018 - something goes wrong

    assert await kept(store, seminar[0]) == before


async def test_what_cannot_be_rendered_keeps_its_entry_and_lets_the_change_stand(
    store: Store,
    publisher: Publisher,
    seminar: list[Meeting],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = await kept(store, seminar[0])
    unsound = check_entry(b"BEGIN:VEVENT\r\nEND:VEVENT\r\n")
    monkeypatch.setattr(calendar_rendering, "check_entry", lambda _body: unsound)

    await give_talk(store, publisher, seminar[0])

    assert await kept(store, seminar[0]) == before
    assert "the calendar entries of meeting 1 could not be rendered" in caplog.text
    async with store.read() as connection:
        assert len(await stored_bookings.where(connection, conditions.is_filled())) == 1


async def test_another_address_makes_all_entries_anew_once(
    store: Store, seminar: list[Meeting]
) -> None:
    elsewhere = Publisher(store, "https://elsewhere.example.org", standing=KINDS.standing)

    first = await elsewhere.republish_stale(now=NOW + SECOND)
    again = await elsewhere.republish_stale(now=NOW + 2 * SECOND)

    told = await lines(store, seminar[0], FeedAudience.PUBLIC)
    assert (first, again, elsewhere.rendered) == (True, False, 3)
    assert told["URL"].startswith("https://elsewhere.example.org/c/")
    assert (told["SEQUENCE"], told["LAST-MODIFIED"]) == ("1", "20261123T090001Z")
