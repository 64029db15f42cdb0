"""Members' own calendars: added, listed, removed, and read every hour."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.busy import store as diaries
from bot.busy.model import HOUR, MOST_DIARIES, Diary, DiarySummary, window_from
from bot.busy.service.rereading import Access, keep, read_well, reread
from bot.core import text
from bot.core.calendar_addresses import host_of, parse_address
from bot.core.intervals import Interval, total
from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.sites.store import sites
from bot.storage.database import Store
from bot.storage.encryption import Cipher, DecryptionError

MOST_AT_ONCE = 400  # read in one round
TOGETHER = 8  # fetched at the same time; a slow one only delays the others of its batch
SHOWN_AHEAD = timedelta(days=28)

OFF = _(
    "Reading calendars is switched off here. Whoever runs Meridian can switch it on by setting "
    "SECRET_KEY, which encrypts the addresses."
)
FULL = _(
    "I already read {most} calendars for you. Use /me busy remove to remove one first.",
    most=MOST_DIARIES,
)
KNOWN = _("I already read that calendar for you. Use /me busy list to see it.")
NO_SUCH = _("You have no such calendar here. Use /me busy list to see yours.")


class BusyCalendarService:
    """Members' own calendars over one store."""

    def __init__(self, store: Store, access: Access | None) -> None:
        """Use a store; without access no calendar is read."""
        self._store, self._access = store, access

    async def require_room(self, viewer: Viewer) -> None:
        """Refuse a member who cannot add a calendar, before they type its address."""
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
    ) -> list[DiarySummary]:
        """Read a calendar for when the viewer is busy, now and then every hour.

        Refuses early where it can; fetching and reading may take 20 seconds.
        """
        member, access = viewer.require_member(), self._require_access()
        wanted = parse_address(address)
        host = host_of(wanted)
        name = text.line(label, most=40, what=_("The name of the calendar")) or host[:40]
        async with self._store.read() as connection:
            _require_new(wanted, await diaries.of_member(connection, member.id), access.cipher)
            zone = home_zone(viewer, await sites.of(connection, viewer.collaboration.id))
        fetched = await access.fetch(wanted)
        read = await access.read(fetched.body or b"", zone=zone, window=window_from(now))
        async with self._store.change(viewer.collaboration.id) as connection:
            # The same calendar may have been added meanwhile.
            _require_new(wanted, await diaries.of_member(connection, member.id), access.cipher)
            diary_id = await diaries.insert(
                connection,
                member_id=member.id,
                label=name,
                host=host,
                sealed=access.cipher.encrypt(wanted),
                due=now + HOUR,
                **read_well(fetched, read.report, zone=zone, now=now),
            )
            await diaries.replace_times(connection, diary_id, read.times)
            return await _consultations(connection, member.id, now=now)

    async def consultations(self, viewer: Viewer, *, now: datetime) -> list[DiarySummary]:
        """Return the viewer's own calendars, with how busy they are by each."""
        member = viewer.require_member()
        async with self._store.read() as connection:
            return await _consultations(connection, member.id, now=now)

    @property
    def is_on(self) -> bool:
        """Whether calendars are read at all."""
        return self._access is not None

    async def remove(self, viewer: Viewer, diary_id: int, *, now: datetime) -> list[DiarySummary]:
        """Delete one of the viewer's calendars and its busy times; return the others."""
        member = viewer.require_member()
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await diaries.of_member(connection, member.id)
            if diary_id not in {diary.id for diary in present}:
                raise NotFound(NO_SUCH)
            await diaries.delete_one(connection, diary_id)
            return await _consultations(connection, member.id, now=now)

    async def read_again(self, *, now: datetime) -> None:
        """Read all calendars that are due; if one fails, its last busy times stay."""
        if self._access is None:
            return
        async with self._store.read() as connection:
            due = await diaries.due(connection, now=now, most=MOST_AT_ONCE)
        for first in range(0, len(due), TOGETHER):
            some = due[first : first + TOGETHER]
            outcomes = await asyncio.gather(
                *(reread(diary, self._access, zone=zone, now=now) for diary, zone in some)
            )
            async with self._store.write() as connection:
                await keep(connection, outcomes, now=now)


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
) -> list[DiarySummary]:
    window = Interval(now, now + SHOWN_AHEAD)
    busy = await diaries.busy_in_diaries(connection, member_id, window)
    return [
        DiarySummary(diary=diary, busy=total(busy.get(diary.id, ())))
        for diary in await diaries.of_member(connection, member_id)
    ]
