"""F1: the program is killed at each point of a delivery of each kind; everything is there once."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.announcements.model import Composition
from bot.attendance.store import seats
from bot.meetings.store import meetings
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, State, moment_key, to_channel
from bot.outbox.discord_sender import LONGEST_TRY
from bot.programme.model.outlines import Outline, TalkOutline
from bot.programme.service.publication import Publisher
from bot.series.model.clock_changes import runs
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.settings import Settings
from bot.sites.store import sites
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.model.submission import Submission
from bot.talks.model.talks import Booking
from bot.talks.service.talks import TalkService
from bot.waitlist import store as market
from tests.conftest import database_url
from tests.contributions import contributed
from tests.loopback.facts import CHANNEL_ID, GUILD_ID
from tests.loopback.faults import KILLED, UNTOUCHED, Fault, Way
from tests.loopback.handle import Discord
from tests.outbox.planned import Givens, Planned
from tests.outbox.sender import POINTS
from tests.worlds import NOW, World

CHANNEL, MESSAGE = int(CHANNEL_ID), 5000
STANDS = "stands"  # the occurrence of a post that was sent before
LONG = pytest.mark.long
AT_A_POINT = [point for point in POINTS if point != "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """A database in which one delivery of each kind is due now."""

    file: Path
    kinds: tuple[str, ...]

    async def states(self) -> dict[str, State]:
        """Return what has become of each."""
        store = await Store.open(database_url(self.file), now=NOW)
        async with store.read() as connection:
            found = await deliveries.of_kind(connection, 1, self.kinds)
        await store.close()
        planned = [
            one for one in found if one.state is not State.WITHDRAWN and one.occurrence != STANDS
        ]
        return {one.kind: one.state for one in planned}

    async def alone(self, kind: str) -> "Outbound":
        """Give up all kinds but one."""
        store = await Store.open(database_url(self.file), now=NOW)
        async with store.write() as connection:
            found = await deliveries.of_kind(connection, 1, self.kinds, states=[State.WAITING])
            others = [one.id for one in found if one.kind != kind]
            await deliveries.withdraw(connection, others)
        await store.close()
        return Outbound(file=self.file, kinds=(kind,))


def every_other_kind(booking: Booking, givens: Givens, post: int, odd: int) -> list[Planned]:
    """Return a delivery of each kind of which no subject takes care.

    `post` is one that was sent before, `odd` a meeting before which clocks change.
    """
    assert booking.talk is not None
    meeting, talk, start_key = booking.meeting.id, booking.talk.id, moment_key(booking.start)
    before = Outline(start=NOW, takes_place=True, talks={})
    was = TalkOutline(start=None, takes_place=False)
    channel, letter, member = givens.channel, givens.letter, givens.member_id
    return [
        (Kind.ANNOUNCEMENT, f"talk:{talk}", channel, "", {}),
        (Kind.DAY_BEFORE, f"meeting:{meeting}", channel, f"{start_key} Europe/Zurich", {}),
        (Kind.SOON, f"meeting:{meeting}", channel, start_key, {}),
        (Kind.REMINDER, f"meeting:{meeting}", letter, f"{start_key} 15", {}),
        (Kind.NOTICE, f"meeting:{meeting}", channel, "1", {"before": before.kept()}),
        (Kind.SPEAKER_NEWS, f"talk:{talk}", letter, "1", {"before": was.kept()}),
        (Kind.SPEAKER_NUDGE, f"talk:{talk}", letter, f"{start_key} 7", {}),
        (Kind.ORGANIZER_NUDGE, f"talk:{talk}", letter, f"{start_key} 0", {}),
        (Kind.CLOCKS, f"meeting:{odd}", channel, "1", {}),
        (Kind.ZONES, "zones:x", letter, "", {"release": "x", "count": 1, "moved": []}),
        (Kind.DIGEST, "week:20261123", channel, "", {}),
        (Kind.BOARD, "board", channel, "0", {}),
        (Kind.COMPOSED, "composed:x", channel, "", Composition(title="Hello", body="x").kept()),
        (Kind.TROUBLE, "trouble:x", letter, "0", {"sentence": "Something.", "why": "x"}),
        (Kind.OWN, f"own:{member}", letter, "x", {"text": "tea", "discord_id": 1}),
        (Kind.LETTER, f"talk:{talk}", letter, "1", {"sentence": "Something.", "talk": talk}),
        (Kind.SWAP, "swap:1", letter, "", {}),
        (Kind.OFFER, "offer:1", letter, "", {}),
        (Kind.THREAD, f"talk:{talk}", channel, "1", {"post": post}),
        (Kind.THREAD_END, "talk:999", channel, "1", {"post": post}),  # a talk that is no more
        (Kind.MIRROR, f"meeting:{meeting}", f"server:{GUILD_ID}", "", {}),
        (Kind.SEAT, f"meeting:{meeting}", letter, "1", {}),
        (Kind.INVITATION, f"meeting:{meeting}", letter, "", {}),
        (Kind.PUBLISHING, "composed:x", channel, "1", {"post": post}),
    ]


def due_now(planned: list[Planned]) -> list[Due]:
    """Return deliveries that are due now."""
    return [
        Due(
            kind=kind,
            what=what,
            target=target,
            occurrence=occurrence,
            due=NOW,
            pointless_after=NOW + timedelta(days=2),
            payload=payload,
        )
        for kind, what, target, occurrence, payload in planned
    ]


async def standing_post(connection: AsyncConnection) -> int:
    """Keep a post that was sent a while ago; return its delivery."""
    due = Due(
        kind=Kind.ANNOUNCEMENT,
        what="talk:0",
        target=to_channel(CHANNEL),
        occurrence=STANDS,
        due=NOW,
        pointless_after=NOW,
    )
    await deliveries.insert_many(connection, 1, [due])
    kept = await deliveries.by_key(connection, 1, due)
    assert kept is not None
    await deliveries.change(
        connection, kept.id, state=State.SENT, channel_id=CHANNEL, message_id=MESSAGE, sent_at=NOW
    )
    return kept.id


async def trade(
    connection: AsyncConnection, mine: Booking, other: Booking, free: Booking, member: int
) -> None:
    """Keep a swap and an offer that can be answered."""
    assert mine.talk is not None
    assert other.talk is not None
    await market.ask_swap(
        connection,
        collaboration_id=1,
        talk_id=mine.talk.id,
        slot_id=mine.slot.id,
        other_talk_id=other.talk.id,
        other_slot_id=other.slot.id,
        asked_by=member,
        until=NOW + timedelta(days=7),
    )
    await market.make_offer(
        connection,
        collaboration_id=1,
        slot_id=free.slot.id,
        member_id=member,
        until=NOW + timedelta(days=3),
    )


@pytest.fixture(scope="module")
def made_outbound(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Outbound:
    """The database of the fixture `outbound`, which no test opens."""
    file = tmp_path_factory.mktemp("outbound") / "meridian.db"
    shutil.copyfile(empty_database, file)
    return asyncio.run(filled(file))


@pytest.fixture
def outbound(made_outbound: Outbound, tmp_path: Path) -> Outbound:
    """A database of this test's own with a delivery of each kind."""
    file = tmp_path / "meridian.db"
    shutil.copyfile(made_outbound.file, file)
    return replace(made_outbound, file=file)


async def filled(database: Path) -> Outbound:
    """Let one delivery of each kind be due in an empty database."""
    store = await Store.open(database_url(database), now=NOW)
    publisher = Publisher(store, Settings().public_url, standing=KINDS.standing)
    world = await World.found(store)
    ben = await world.viewer("Ben")
    described = SeriesDescription(title="Seminar", when="Thursdays 17:00", zone="epfl")
    await SeriesService(store, publisher).create(world.organizer, described, now=NOW)
    speaking = TalkService(store, publisher)
    free = await speaking.free_slots(ben, now=NOW)
    done = await speaking.sign_up(
        ben, slot_id=free[0].slot.id, submission=Submission(title="Kernels"), now=NOW
    )
    second = await speaking.sign_up(
        world.organizer, slot_id=free[1].slot.id, submission=Submission(title="Rings"), now=NOW
    )
    member = ben.require_member().id
    await publisher.republish_stale(now=NOW)  # so that the program has no reason to plan again
    async with store.write() as connection:
        planned = await deliveries.of_kind(connection, 1, list(Kind))
        await deliveries.withdraw(connection, [one.id for one in planned])
        await trade(connection, second.booking, done.booking, free[2], member)
        await seats.take(
            connection, meeting_id=done.booking.meeting.id, member_id=member, capacity=None
        )
        post = await standing_post(connection)
        coming = await meetings.of_series(connection, done.booking.meeting.series_id)
        odd = runs(coming, await sites.of(connection, 1))[0].first.id
        givens = Givens(channel_id=CHANNEL, member_id=member)
        told = every_other_kind(done.booking, givens, post, odd)
        for due in contributed("kinds", "due"):
            told += await due(connection, givens)
        wanted = due_now(told)
        await deliveries.insert_many(connection, 1, wanted)
    await store.close()
    return Outbound(file=database, kinds=tuple(due.kind for due in wanted))


@pytest.fixture
async def discord(loopback: Discord) -> Discord:
    """Discord at the moment at which everything is due."""
    await loopback.let(now=NOW)
    return loopback


@asynccontextmanager
async def program(
    discord: Discord, outbound: Outbound, point: str, *, later: timedelta, longest: float
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start the program as far as it sends; it is killed where the test is left."""
    told = (discord.address, outbound.file, (NOW + later).isoformat(), point, longest)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.outbox.sender"),
        *map(str, told),
        stdout=asyncio.subprocess.PIPE,
    )
    await discord.let(victim=process.pid)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def run(
    discord: Discord,
    outbound: Outbound,
    point: str = "never",
    *,
    later: timedelta = timedelta(),
    longest: float = LONGEST_TRY,
) -> int:
    """Let the program send until it ends; return how it ended."""
    async with program(discord, outbound, point, later=later, longest=longest) as process:
        async with asyncio.timeout(300):
            await process.communicate()
        return process.returncode or 0


async def once_each(discord: Discord, outbound: Outbound) -> bool:
    """Return whether all that was due is there, once."""
    there = await discord.look()
    said = [*there.said().values(), *there.done.values()]
    return len(said) == len(outbound.kinds) and set(said) == {1}


@pytest.mark.parametrize(
    "knows_nonces",
    [pytest.param(True, marks=LONG), False],
    ids=["within the window", "after it"],
)
@pytest.mark.parametrize(
    "point",
    [p if p == "after Discord has answered" else pytest.param(p, marks=LONG) for p in AT_A_POINT],
)
async def test_killed_at_a_point_everything_is_there_once(
    discord: Discord, outbound: Outbound, point: str, *, knows_nonces: bool
) -> None:
    await discord.let(knows_nonces=knows_nonces)

    killed = await run(discord, outbound, point)
    ended = await run(discord, outbound)

    assert (killed, ended) == (-9, 0)
    assert await once_each(discord, outbound)
    assert set((await outbound.states()).values()) == {State.SENT}


@pytest.mark.long
@pytest.mark.kills
@pytest.mark.parametrize("point", [*AT_A_POINT, "while Discord keeps it"])
@pytest.mark.parametrize("kind", Kind)
async def test_each_kind_killed_at_each_point_is_there_once(
    discord: Discord, outbound: Outbound, kind: Kind, point: str
) -> None:
    only = await outbound.alone(kind)
    await discord.let(knows_nonces=False)
    if point not in AT_A_POINT:
        await discord.fail(KILLED)

    killed = await run(discord, only, point if point in AT_A_POINT else "never")
    await discord.fail()
    ended = await run(discord, only)

    assert (killed, ended) == (-9, 0)
    assert await once_each(discord, only)


@pytest.mark.parametrize("number", [7, *(pytest.param(n, marks=LONG) for n in (0, 3, 12))])
async def test_killed_while_discord_keeps_a_message_it_is_there_once(
    discord: Discord, outbound: Outbound, number: int
) -> None:
    await discord.let(knows_nonces=False)
    await discord.fail(*[UNTOUCHED] * number, KILLED)

    killed = await run(discord, outbound)
    await discord.fail()
    ended = await run(discord, outbound)

    assert (killed, ended) == (-9, 0)
    assert await once_each(discord, outbound)


FAULTS = {
    "500 before it is kept": Fault(status=500),
    "500 after it is kept": Fault(status=500, after=True),
    "503 before it is kept": Fault(status=503),
    "503 after it is kept": Fault(status=503, after=True),
    "a reset before it is kept": Fault(way=Way.RESET),
    "a reset after it is kept": Fault(way=Way.RESET, after=True),
    "no answer before it is kept": Fault(way=Way.HANG),
    "no answer after it is kept": Fault(way=Way.HANG, after=True),
    "a limit that is asked to be waited for": Fault(
        status=429, body={"retry_after": 0.01, "global": False}
    ),
    "a limit of the whole bot": Fault(status=429, body={"retry_after": 0.01, "global": True}),
    "a limit of four hundred seconds": Fault(
        status=429, body={"retry_after": 400, "global": False}
    ),
}
SHORT = {"a reset after it is kept"}


@pytest.mark.parametrize(
    "fault", [f if f in SHORT else pytest.param(f, marks=LONG) for f in FAULTS]
)
async def test_after_a_fault_of_sending_everything_is_there_once(
    discord: Discord, outbound: Outbound, fault: str
) -> None:
    """F22, F23, F24."""
    # What discord.py itself repeats within seconds is within Discord's window.
    await discord.let(knows_nonces="500" in fault)
    await discord.fail(FAULTS[fault])
    hangs = FAULTS[fault].way is Way.HANG

    ended = await run(discord, outbound, longest=2.0 if hangs else LONGEST_TRY)

    assert ended == 0
    assert (await discord.look()).counts["fault"] == 1
    assert await once_each(discord, outbound)
    assert set((await outbound.states()).values()) == {State.SENT}


@pytest.mark.parametrize("status", [500, pytest.param(503, marks=LONG)])
async def test_a_mirror_that_discord_keeps_and_does_not_say_so_stands_once(
    discord: Discord, outbound: Outbound, status: int
) -> None:
    """F22: after 500 discord.py repeats it by itself, which Discord cannot tell."""
    only = await outbound.alone(Kind.MIRROR)
    await discord.fail(Fault(status=status, after=True))

    ended = await run(discord, only)

    assert ended == 0
    assert (await discord.look()).counts["fault"] == 1
    assert await once_each(discord, only)


async def test_within_a_channels_limit_everything_is_there_once(
    discord: Discord, outbound: Outbound
) -> None:
    """F24."""
    await discord.let(per_channel=3, period=0.5)

    ended = await run(discord, outbound)

    assert ended == 0
    assert await once_each(discord, outbound)
    assert (await discord.look()).counts["429"] <= 1  # its limit is not known before the first


REFUSALS = {50013: 403, 50001: 403, 10003: 404, 50035: 400, 50007: 403, 0: 404}


@pytest.mark.parametrize(
    "code", [c if c == 50013 else pytest.param(c, marks=LONG) for c in REFUSALS]
)
async def test_what_cannot_be_sent_is_parked_after_one_try(
    discord: Discord, outbound: Outbound, code: int
) -> None:
    """F27, F28, F35, F56."""
    await discord.fail(Fault(status=REFUSALS[code], code=code))

    await run(discord, outbound)

    states = await outbound.states()
    assert list(states.values()).count(State.PARKED) == 1
    assert list(states.values()).count(State.SENT) == len(outbound.kinds) - 1


async def test_a_refused_token_stops_all_sending(discord: Discord, outbound: Outbound) -> None:
    """F25."""
    await discord.fail(*[Fault(status=401)] * 200)

    await run(discord, outbound)

    assert 0 < (await discord.look()).counts["POST messages"] <= len(outbound.kinds)
    assert set((await outbound.states()).values()) == {State.WAITING}


async def test_shut_out_by_cloudflare_nothing_is_sent_for_ten_minutes(
    discord: Discord, outbound: Outbound
) -> None:
    """F25."""
    await discord.fail(*[Fault(status=429, headers={})] * len(outbound.kinds))

    await run(discord, outbound)

    messages = len(set(outbound.kinds) - KINDS.acts)
    asked = (await discord.look()).counts["POST messages"]
    assert asked == 2 * messages  # once before, once after the pause
    assert await once_each(discord, outbound)


async def test_what_is_pointless_by_now_is_counted_and_not_sent(
    discord: Discord, outbound: Outbound
) -> None:
    """F21."""
    await discord.let(now=NOW + timedelta(days=3))

    await run(discord, outbound, later=timedelta(days=3))

    assert (await discord.look()).messages == {}
    assert set((await outbound.states()).values()) == {State.EXPIRED}


async def test_three_hours_late_it_is_sent_all_the_same(
    discord: Discord, outbound: Outbound
) -> None:
    """F21."""
    await discord.let(now=NOW + timedelta(hours=3))

    await run(discord, outbound, later=timedelta(hours=3))

    assert await once_each(discord, outbound)


async def test_the_clock_jumps_back_and_nothing_is_sent_twice(
    discord: Discord, outbound: Outbound
) -> None:
    """F16."""
    await discord.let(knows_nonces=False)
    await run(discord, outbound)

    await run(discord, outbound, later=-timedelta(hours=8))

    assert await once_each(discord, outbound)


async def test_every_kind_is_tried(outbound: Outbound) -> None:
    assert set(outbound.kinds) == set(Kind)
