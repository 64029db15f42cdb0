"""Members' calendars elsewhere are read again and again, whatever becomes of their servers."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bot.busy import store as diaries
from bot.busy.model import WHOLE_AGAIN, DiarySummary
from bot.busy.service.calendars import BusyCalendarService
from bot.busy.service.rereading import Access
from bot.core.intervals import Interval
from bot.core.refusals import Refusal
from bot.ics.fetched import Fetched
from bot.ics.sandbox import Reader
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService
from bot.storage.encryption import Cipher
from tests.ics.calendars import LUNCH, event, ics
from tests.strangers import HOST, Stranger, fetcher_for, make_certificates, sends, stranger, streams
from tests.worlds import NOW, World

HOUR = timedelta(hours=1)
KEY = "TWVyaWRpYW4ncyBrZXkgZm9yIGl0cyBvd24gdGVzdHM="
NEW_KEY = "QW5vdGhlciBrZXkgb2YgTWVyaWRpYW4ncywgbmV3ZXI="
ADDRESS = f"https://{HOST}/private-0a1b/basic.ics"


@dataclass(slots=True)
class Elsewhere:
    """A server elsewhere, without a network: what it sends, and what it was asked for."""

    found: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def fetch(self, address: str, *, etag: str = "", modified: str = "") -> Fetched:
        self.asked.append((address, etag + modified))
        found = self.found.get(address, Fetched(body=ics(event(*LUNCH)), etag='"a"'))
        if isinstance(found, Exception):
            raise found
        return found  # type: ignore[no-any-return] # what the test put there


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


def over(world: World, elsewhere: Elsewhere, *keys: str) -> BusyCalendarService:
    access = Access(cipher=Cipher(keys or (KEY,)), fetch=elsewhere.fetch, read=Reader().busy)
    return BusyCalendarService(world.store, access)


@pytest.fixture
def consulting(world: World, elsewhere: Elsewhere) -> BusyCalendarService:
    return over(world, elsewhere)


async def add(consulting: BusyCalendarService, who: Viewer, address: str = ADDRESS) -> DiarySummary:
    *_, last = await consulting.add(who, address=address, label="", now=NOW)
    return last


async def shown(consulting: BusyCalendarService, who: Viewer) -> DiarySummary:
    (one,) = await consulting.consultations(who, now=NOW)
    return one


async def test_a_calendar_without_a_name_is_called_by_its_server(
    world: World, consulting: BusyCalendarService
) -> None:
    made = await add(consulting, await world.viewer("Ben"))

    assert (made.diary.label, made.diary.host, made.busy) == (HOST, HOST, HOUR)


async def test_it_is_read_again_after_an_hour_and_says_what_it_had(
    world: World, consulting: BusyCalendarService, elsewhere: Elsewhere
) -> None:
    ben = await world.viewer("Ben")
    await add(consulting, ben)
    elsewhere.found[ADDRESS] = Fetched(body=None)

    await consulting.read_again(now=NOW + HOUR / 2)
    await consulting.read_again(now=NOW + HOUR * 1.2)

    assert elsewhere.asked == [(ADDRESS, ""), (ADDRESS, '"a"')]
    found = await shown(consulting, ben)
    assert (found.busy, found.diary.read_at) == (HOUR, NOW + HOUR * 1.2)


async def test_what_changed_elsewhere_changes_here(
    world: World, consulting: BusyCalendarService, elsewhere: Elsewhere
) -> None:
    ben = await world.viewer("Ben")
    await add(consulting, ben)
    elsewhere.found[ADDRESS] = Fetched(body=ics())

    await consulting.read_again(now=NOW + 2 * HOUR)

    assert not (await shown(consulting, ben)).busy


async def test_it_is_read_whole_after_a_week_and_when_its_owner_moves(
    world: World, consulting: BusyCalendarService, elsewhere: Elsewhere
) -> None:
    ben = await world.viewer("Ben")
    floating = ics(event("DTSTART:20261201T120000", "DTEND:20261201T130000"))
    elsewhere.found[ADDRESS] = Fetched(body=floating, etag='"a"')
    await add(consulting, ben)

    await MembershipService(world.store).describe_oneself(ben, zone="America/Chicago")
    await consulting.read_again(now=NOW + 2 * HOUR)
    await consulting.read_again(now=NOW + 4 * HOUR)
    await consulting.read_again(now=NOW + WHOLE_AGAIN + 5 * HOUR)

    assert [known for _, known in elsewhere.asked] == ["", "", '"a"', ""]
    lunch = await first_busy(world, ben)
    assert f"{lunch.start:%H:%M}" == "18:00"


async def first_busy(world: World, who: Viewer) -> Interval:
    member = who.require_member()
    async with world.store.read() as connection:
        window = Interval(NOW, NOW + timedelta(days=300))
        return (await diaries.busy_of(connection, [member.id], window))[member.id][0]


async def test_trouble_is_told_the_good_copy_kept_and_the_pauses_grow(
    world: World, consulting: BusyCalendarService, elsewhere: Elsewhere
) -> None:
    ben = await world.viewer("Ben")
    await add(consulting, ben)
    elsewhere.found[ADDRESS] = Refusal("It is down: please wait.")

    for hours in range(2, 100, 2):
        await consulting.read_again(now=NOW + hours * HOUR)

    found = await shown(consulting, ben)
    assert (found.diary.fault, found.busy, found.diary.read_at) == (
        "It is down: please wait.",
        HOUR,
        NOW,
    )
    assert 5 < len(elsewhere.asked) < 12

    del elsewhere.found[ADDRESS]
    await consulting.read_again(now=NOW + 200 * HOUR)
    assert (await shown(consulting, ben)).diary.fault == ""


async def test_what_nobody_expected_is_logged_without_its_words(
    world: World,
    consulting: BusyCalendarService,
    elsewhere: Elsewhere,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ben = await world.viewer("Ben")
    await add(consulting, ben)
    elsewhere.found[ADDRESS] = RuntimeError(ADDRESS)

    await consulting.read_again(now=NOW + 2 * HOUR)

    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "private" not in caplog.text
    assert (
        await shown(consulting, ben)
    ).diary.fault == "Reading it failed. I will try again later."


async def test_what_is_removed_while_it_is_read_stays_removed(
    world: World, consulting: BusyCalendarService, elsewhere: Elsewhere
) -> None:
    ben = await world.viewer("Ben")
    made = await add(consulting, ben)
    asked = asyncio.Event()
    go_on = asyncio.Event()

    async def slow(address: str, **known: str) -> Fetched:
        asked.set()
        await go_on.wait()
        return await elsewhere.fetch(address, **known)

    reading = BusyCalendarService(
        world.store, Access(cipher=Cipher([KEY]), fetch=slow, read=Reader().busy)
    ).read_again(now=NOW + 2 * HOUR)
    task = asyncio.create_task(reading)
    await asked.wait()
    await consulting.remove(ben, made.diary.id, now=NOW)
    go_on.set()
    await task

    assert await consulting.consultations(ben, now=NOW) == []


async def test_a_member_touches_no_calendar_of_anothers(
    world: World, consulting: BusyCalendarService
) -> None:
    made = await add(consulting, await world.viewer("Ben"))
    cleo = await world.viewer("Cleo")

    with pytest.raises(Refusal, match="You have no such calendar"):
        await consulting.remove(cleo, made.diary.id, now=NOW)

    assert await consulting.consultations(cleo, now=NOW) == []


async def test_a_new_key_takes_over_within_a_reading(
    world: World, consulting: BusyCalendarService, elsewhere: Elsewhere
) -> None:
    ben = await world.viewer("Ben")
    await add(consulting, ben)

    await over(world, elsewhere, NEW_KEY, KEY).read_again(now=NOW + 2 * HOUR)
    await over(world, elsewhere, NEW_KEY).read_again(now=NOW + 4 * HOUR)
    assert (await shown(consulting, ben)).diary.fault == ""
    await over(world, elsewhere, KEY).read_again(now=NOW + 6 * HOUR)

    assert (await shown(consulting, ben)).diary.fault == (
        "I can no longer decrypt its address. Remove the calendar and add it again."
    )


async def test_six_at_once_leave_five(world: World, consulting: BusyCalendarService) -> None:
    ben = await world.viewer("Ben")

    told = await asyncio.gather(
        *(add(consulting, ben, f"https://{HOST}/{n}.ics") for n in range(6)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, Refusal) for one in told) == 1
    assert len(await consulting.consultations(ben, now=NOW)) == 5


async def test_times_of_several_calendars_are_merged_and_cut_to_the_window(
    world: World, consulting: BusyCalendarService, elsewhere: Elsewhere
) -> None:
    ben, cleo = await world.viewer("Ben"), await world.viewer("Cleo")
    longer = event("DTSTART:20261201T113000Z", "DTEND:20261201T140000Z")
    elsewhere.found[f"https://{HOST}/2.ics"] = Fetched(body=ics(longer))
    await add(consulting, ben)
    await add(consulting, ben, f"https://{HOST}/2.ics")
    ids = [who.require_member().id for who in (ben, cleo)]
    noon = NOW.replace(month=12, day=1, hour=12)

    async with world.store.read() as connection:
        whole = await diaries.busy_of(connection, ids, Interval(NOW, NOW + timedelta(days=20)))
        part = await diaries.busy_of(connection, ids, Interval(noon, noon + HOUR))

    start = noon - HOUR
    assert whole == {ids[0]: (Interval(start, start + 3 * HOUR),)}
    assert part == {ids[0]: (Interval(noon, noon + HOUR),)}


@pytest.fixture
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stranger]:
    certificates = make_certificates(tmp_path_factory.mktemp("tls"), HOST)
    async with stranger(certificates) as running:
        yield running


async def hangs(_: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def test_slow_servers_hold_neither_each_other_nor_those_who_ask(
    world: World, server: Stranger
) -> None:
    ben = await world.viewer("Ben")
    server.answers |= {
        "/good.ics": sends(ics(event(*LUNCH))),
        "/slow.ics": streams(b"x", pause=0.02),
        "/silent.ics": hangs,
    }
    fetcher = fetcher_for(server, longest_time=0.8)
    consulting = BusyCalendarService(
        world.store, Access(cipher=Cipher([KEY]), fetch=fetcher.fetch, read=Reader().busy)
    )

    adding = [
        asyncio.create_task(add(consulting, ben, f"https://{HOST}/{name}.ics"))
        for name in ("slow", "silent", "good")
    ]
    asked = 0
    while not all(task.done() for task in adding):
        await MembershipService(world.store).profile(ben)
        asked += 1
        await asyncio.sleep(0.005)
    slow, silent, good = await asyncio.gather(*adding, return_exceptions=True)

    sentence = f"{HOST} did not send the calendar within 0.8 seconds. Try again later."
    assert [str(slow), str(silent)] == [sentence, sentence]
    assert isinstance(good, DiarySummary)
    assert asked > 5
