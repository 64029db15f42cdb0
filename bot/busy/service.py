"""Consulting: members' own calendars are read for when they are busy, hourly and never shown."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.busy import store as diaries
from bot.busy.model import (
    HOUR,
    MOST_DIARIES,
    Consultation,
    Diary,
    Fetch,
    Fetched,
    Read,
    window_from,
)
from bot.core import text
from bot.core.calendar_addresses import host_of, parse_address
from bot.core.intervals import Interval, total
from bot.core.refusals import NotFound, Refusal
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.sites.store import sites
from bot.storage.database import Store
from bot.storage.encryption import Cipher, DecryptionError

log = logging.getLogger(__name__)

MOST_AT_ONCE = 400  # read in one round
TOGETHER = 8  # fetched at the same time: a slow one holds no more than the others of its eight
SHOWN_AHEAD = timedelta(days=28)

OFF = (
    "Reading calendars is switched off here: whoever runs Meridian switches it on by setting "
    "SECRET_KEY, which encrypts their addresses."
)
FULL = f"I read {MOST_DIARIES} calendars for you already: /me busy remove takes one away."
KNOWN = "I read that calendar for you already: /me busy list shows it."
NO_SUCH = "You have no such calendar here: /me busy list shows those you have."
UNOPENED = "Its address cannot be decrypted any more: please remove it and add it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How calendars elsewhere are reached: addresses are decrypted, fetched and read."""

    cipher: Cipher
    fetch: Fetch
    read: Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of reading a diary: what changes in its row, and its busy times if read anew."""

    diary: Diary
    changes: dict[str, Any]
    times: tuple[Interval, ...] | None = None


class BusyCalendarService:
    """What /me busy does, and what is done hourly for it."""

    def __init__(self, store: Store, access: Access | None) -> None:
        """Work on this store; without access no calendar is read."""
        self._store, self._access = store, access

    async def require_room(self, viewer: Viewer) -> None:
        """Refuse who cannot add a calendar, before they type its address."""
        member = viewer.require_member()
        self._require_access()
        async with self._store.read() as connection:
            _require_fewer(await diaries.of_member(connection, member.id))

    def _require_access(self) -> Access:
        if self._access is None:
            raise Refusal(OFF)
        return self._access

    async def add(
        self, viewer: Viewer, *, address: str, label: str, now: datetime
    ) -> list[Consultation]:
        """Read a calendar for when the viewer is busy, and keep on doing so hourly.

        What can be refused at once is; fetching and reading may take 20 seconds.
        """
        member, access = viewer.require_member(), self._require_access()
        wanted = parse_address(address)
        host = host_of(wanted)
        name = text.line(label, most=40, what="The name of the calendar") or host[:40]
        async with self._store.read() as connection:
            _require_new(wanted, await diaries.of_member(connection, member.id), access.cipher)
            zone = home_zone(viewer, await sites.of(connection, viewer.collaboration.id))
        fetched = await access.fetch(wanted)
        times = await access.read(fetched.body or b"", zone=zone, window=window_from(now))
        async with self._store.write() as connection:
            # Meanwhile the same may have been asked once more.
            _require_new(wanted, await diaries.of_member(connection, member.id), access.cipher)
            diary_id = await diaries.insert(
                connection,
                member_id=member.id,
                label=name,
                host=host,
                sealed=access.cipher.encrypt(wanted),
                due=now + HOUR,
                **_read_well(fetched, zone=zone, now=now),
            )
            await diaries.replace_times(connection, diary_id, times)
            return await _consultations(connection, member.id, now=now)

    async def consultations(self, viewer: Viewer, *, now: datetime) -> list[Consultation]:
        """Return the viewer's own calendars, with how busy each says they are."""
        member = viewer.require_member()
        async with self._store.read() as connection:
            return await _consultations(connection, member.id, now=now)

    @property
    def is_on(self) -> bool:
        """Whether calendars are read at all."""
        return self._access is not None

    async def remove(self, viewer: Viewer, diary_id: int, *, now: datetime) -> list[Consultation]:
        """Forget one of the viewer's calendars and its busy times; return those that are left."""
        member = viewer.require_member()
        async with self._store.write() as connection:
            present = await diaries.of_member(connection, member.id)
            if diary_id not in {diary.id for diary in present}:
                raise NotFound(NO_SUCH)
            await diaries.delete_one(connection, diary_id)
            return await _consultations(connection, member.id, now=now)

    async def read_again(self, *, now: datetime) -> None:
        """Read all calendars that are due; of one that fails the last good copy is kept."""
        if self._access is None:
            return
        async with self._store.read() as connection:
            due = await diaries.due(connection, now=now, most=MOST_AT_ONCE)
        for first in range(0, len(due), TOGETHER):
            some = due[first : first + TOGETHER]
            outcomes = await asyncio.gather(
                *(_consulted(diary, self._access, zone=zone, now=now) for diary, zone in some)
            )
            async with self._store.write() as connection:
                await _keep(connection, outcomes)


def _require_fewer(present: Sequence[Diary]) -> None:
    if len(present) >= MOST_DIARIES:
        raise Refusal(FULL)


def _require_new(address: str, present: Sequence[Diary], cipher: Cipher) -> None:
    _require_fewer(present)
    if address in _opened(present, cipher):
        raise Refusal(KNOWN)


def _opened(present: Sequence[Diary], cipher: Cipher) -> Iterator[str]:
    for diary in present:
        try:
            yield cipher.decrypt(diary.sealed)
        except DecryptionError:
            continue


async def _consultations(
    connection: AsyncConnection, member_id: int, *, now: datetime
) -> list[Consultation]:
    window = Interval(now, now + SHOWN_AHEAD)
    busy = await diaries.busy_in_diaries(connection, member_id, window)
    return [
        Consultation(diary=diary, busy=total(busy.get(diary.id, ())))
        for diary in await diaries.of_member(connection, member_id)
    ]


def _read_well(fetched: Fetched, *, zone: str, now: datetime) -> dict[str, Any]:
    """Return the columns of a diary that was just read whole."""
    return {
        "etag": fetched.etag,
        "modified": fetched.modified,
        "zone": zone,
        "read_at": now,
        "whole_at": now,
        "faults": 0,
        "fault": "",
    }


async def _consulted(diary: Diary, access: Access, *, zone: str, now: datetime) -> Outcome:
    """Read a diary once more; whatever goes wrong is an outcome too."""
    faults = diary.faults + 1
    try:
        return await _read(diary, access, zone=zone, now=now)
    except DecryptionError:
        fault = UNOPENED
    except Refusal as refusal:
        fault = str(refusal)
    except Exception as error:  # noqa: BLE001 - one calendar's trouble is not the others'
        # Neither the address nor what was read may show, and a traceback might show both.
        log.error("reading diary %d failed: %s", diary.id, type(error).__name__)  # noqa: TRY400 - see above
        fault = "Reading it failed: I try again later."
    due = diary.next_due(now=now, faults=faults)
    return Outcome(diary=diary, changes={"fault": fault, "faults": faults, "due": due})


async def _read(diary: Diary, access: Access, *, zone: str, now: datetime) -> Outcome:
    address = access.cipher.decrypt(diary.sealed)
    whole = diary.is_read_whole(zone=zone, now=now)
    known = {} if whole else {"etag": diary.etag, "modified": diary.modified}
    changes: dict[str, Any] = {"due": diary.next_due(now=now, faults=0)}
    if not access.cipher.is_newest(diary.sealed):
        changes["sealed"] = access.cipher.encrypt(address)
    fetched = await access.fetch(address, **known)
    if fetched.body is None:
        return Outcome(diary=diary, changes={**changes, "read_at": now, "faults": 0, "fault": ""})
    times = await access.read(fetched.body, zone=zone, window=window_from(now))
    changes |= _read_well(fetched, zone=zone, now=now)
    return Outcome(diary=diary, changes=changes, times=times)


async def _keep(connection: AsyncConnection, outcomes: Sequence[Outcome]) -> None:
    """Keep what came of reading; what its owner removed meanwhile stays removed."""
    present = await diaries.present(connection, [outcome.diary.id for outcome in outcomes])
    for outcome in outcomes:
        if outcome.diary.id not in present:
            continue
        await diaries.update(connection, outcome.diary.id, **outcome.changes)
        if outcome.times is not None:
            await diaries.replace_times(connection, outcome.diary.id, outcome.times)
