"""A member with a row of everything that can be stored about one."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Answer
from bot.attendance.store.answers import table as answers
from bot.attendance.store.seats import table as seats
from bot.busy import store as diaries
from bot.drafts import store as drafts
from bot.feeds import store as subscriptions
from bot.meetings.store.meetings import slots
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, about_own_reminders, to_channel, to_member
from bot.people.model.viewers import Viewer
from bot.polls import store as polls
from bot.polls.model.polls import Vote
from bot.programme.model.reminders import About, Way
from bot.programme.store.reminders import preferences
from bot.series.store import guests
from bot.series.store import table as series
from bot.sites.model.closures import Level, Origin
from bot.sites.store.tables import closures
from bot.storage.database import Store
from bot.talks.model.talks import Speaker, TalkStatus
from bot.talks.store import talks
from bot.waitlist.model import OfferState, SwapState
from bot.waitlist.store import offers, standbys, swaps
from tests.worlds import NOW

HOUR = timedelta(hours=1)


async def store_everything(store: Store, who: Viewer, meeting_id: int) -> None:
    """Store a row of each kind for a member; every text in them contains their name."""
    async with store.write() as connection:
        await _attend(connection, who, meeting_id)
        await _settle(connection, who)
        await _speak(connection, who, meeting_id)
        await _poll(connection, who)
        await _be_told(connection, who)


async def _add(connection: AsyncConnection, table: Table, **values: Any) -> None:  # noqa: ANN401 - columns differ in type
    await connection.execute(insert(table).values(**values))


async def _first(connection: AsyncConnection, table: Table) -> RowMapping:
    query = select(table).order_by(table.c.id).limit(1)
    return (await connection.execute(query)).mappings().one()


async def _attend(connection: AsyncConnection, who: Viewer, meeting_id: int) -> None:
    member = who.require_member()
    there = {"meeting_id": meeting_id, "member_id": member.id}
    await _add(connection, answers, **there, answer=Answer.GOING, answered_at=NOW)
    await _add(connection, seats, **there)
    one = dict(await _first(connection, series))
    name, series_id = member.display_name, 1000 + member.id
    named = {"slug": name.lower(), "title": f"{name}'s meeting", "by_invitation": True}
    await _add(connection, series, **one | named | {"id": series_id})
    await _add(connection, guests, series_id=series_id, member_id=member.id)


async def _settle(connection: AsyncConnection, who: Viewer) -> None:
    member = who.require_member()
    name, own = member.display_name, {"member_id": member.id}
    await _add(connection, preferences, **own, way=Way.DM, leads="15", about=About.MINE)
    await _add(
        connection,
        closures,
        **own,
        begins=datetime(2027, 3, 8),  # noqa: DTZ001 - a wall time
        ends=datetime(2027, 3, 20),  # noqa: DTZ001 - a wall time
        name=f"{name} is away",
        level=Level.HARD,
        origin=Origin.STATED,
    )
    await subscriptions.insert(
        connection, **own, label=f"{name}'s link", token_digest=f"digest of {name}", now=NOW
    )
    read = dict.fromkeys(("read_at", "whole_at", "due"), NOW)
    diary = {"label": f"{name}'s work", "host": "example.org", "sealed": b"s", "zone": "UTC"}
    diary_id = await diaries.insert(connection, **own, **diary, **read)
    await _add(connection, diaries.busy_times, diary_id=diary_id, start=NOW, end=NOW + HOUR)


async def _speak(connection: AsyncConnection, who: Viewer, meeting_id: int) -> None:
    member, here = who.require_member(), {"collaboration_id": who.collaboration.id}
    own = {"member_id": member.id}
    first = await _first(connection, series)
    talk_id = await talks.insert_talk(
        connection,
        spoken_by=[Speaker(name=member.display_name, member_id=member.id)],
        **here,
        series_id=first["id"],
        title=f"{member.display_name}'s talk",
        status=TalkStatus.PROPOSED,
        created_at=NOW,
    )
    of_meeting = select(slots.c.id).where(slots.c.meeting_id == meeting_id)
    slot_id = await connection.scalar(of_meeting.limit(1))
    await _add(connection, standbys, **own, series_id=first["id"], since=NOW)
    lapsed = {"until": NOW, "state": OfferState.LAPSED}
    await _add(connection, offers, **here, **own, **lapsed, slot_id=slot_id)
    talked = {"talk_id": talk_id, "other_talk_id": talk_id}
    placed = {"slot_id": slot_id, "other_slot_id": slot_id}
    asked = {"asked_by": member.id, "until": NOW, "state": SwapState.ASKED}
    await _add(connection, swaps, **here, **talked, **placed, **asked)


async def _poll(connection: AsyncConnection, who: Viewer) -> None:
    member = who.require_member()
    poll_id = await polls.make(
        connection,
        starts=[NOW + HOUR],
        asked=[member.id],
        collaboration_id=who.collaboration.id,
        title=f"{member.display_name}'s poll",
        minutes=60,
        channel_id=5,
        made_by=member.id,
        deadline=NOW,
    )
    poll = await polls.by_id(connection, poll_id)
    assert poll is not None
    voted = {"candidate_id": poll.candidates[0].id, "vote": Vote.YES, "voted_at": NOW}
    await _add(connection, polls.votes, **voted, member_id=member.id)


async def _be_told(connection: AsyncConnection, who: Viewer) -> None:
    member, here = who.require_member(), who.collaboration.id
    name = member.display_name
    times: dict[str, Any] = {"due": NOW, "pointless_after": NOW}
    told = Due(kind=Kind.LETTER, what="talk:1", target=to_member(member.id), **times)
    own = Due(
        kind=Kind.OWN,
        what=about_own_reminders(member.id),
        target=to_channel(5),
        payload={"text": f"{name}: send the slides"},
        **times,
    )
    await deliveries.insert_many(connection, here, [told, own])
    await drafts.insert(
        connection,
        collaboration_id=here,
        discord_id=member.discord_id,
        kind="form",
        content={"title": f"{name} typed this"},
        now=NOW,
    )
