"""Reading members' calendars again, and telling them when entries begin to get lost."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.busy import store as diaries
from bot.busy.model import TOLD_AGAIN, Diary, Fetch, Read, window_from
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.ics.fetched import Fetched
from bot.ics.reading.readings import BusyReading
from bot.ics.reading.reports import ReadingReport
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, to_member
from bot.outbox.reconciliation import next_turn
from bot.storage.encryption import Cipher, DecryptionError

log = logging.getLogger(__name__)

UNOPENED = _("I can no longer decrypt its address. Remove the calendar and add it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The means to fetch and read calendars, and to encrypt their addresses."""

    cipher: Cipher
    fetch: Fetch
    read: Read


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOutcome:
    """The result of reading a calendar: changes of its row, and what was read if anything."""

    diary: Diary
    changes: dict[str, Any]
    read: BusyReading | None = None

    @property
    def begins_to_lose(self) -> bool:
        """Whether entries cannot be read now, while all could before."""
        lost = self.read is not None and self.read.report.unread > 0
        return lost and not self.diary.report.unread


def read_well(
    fetched: Fetched, report: ReadingReport, *, zone: str, now: datetime
) -> dict[str, Any]:
    """Return the columns of a calendar that was just read in full."""
    return {
        "etag": fetched.etag,
        "modified": fetched.modified,
        "zone": zone,
        "read_at": now,
        "whole_at": now,
        "faults": 0,
        "fault": "",
        **diaries.report_columns(report),
    }


async def reread(diary: Diary, access: Access, *, zone: str, now: datetime) -> ReadingOutcome:
    """Read a calendar again; a failure is an outcome too."""
    faults = diary.faults + 1
    try:
        return await _read(diary, access, zone=zone, now=now)
    except DecryptionError:
        fault = UNOPENED
    except Refusal as refusal:
        fault = str(refusal)
    except Exception as error:  # noqa: BLE001 - one failing calendar must not block the others
        # A traceback might show the address and the content, and neither may be logged.
        log.error("reading diary %d failed: %s", diary.id, type(error).__name__)  # noqa: TRY400 - see above
        fault = _("Reading it failed. I will try again later.")
    due = diary.next_due(now=now, faults=faults)
    return ReadingOutcome(diary=diary, changes={"fault": fault, "faults": faults, "due": due})


async def _read(diary: Diary, access: Access, *, zone: str, now: datetime) -> ReadingOutcome:
    address = access.cipher.decrypt(diary.sealed)
    whole = diary.is_read_whole(zone=zone, now=now)
    known = {} if whole else {"etag": diary.etag, "modified": diary.modified}
    changes: dict[str, Any] = {"due": diary.next_due(now=now, faults=0)}
    if not access.cipher.is_newest(diary.sealed):
        changes["sealed"] = access.cipher.encrypt(address)
    fetched = await access.fetch(address, **known)
    if fetched.body is None:
        return ReadingOutcome(
            diary=diary, changes={**changes, "read_at": now, "faults": 0, "fault": ""}
        )
    read = await access.read(fetched.body, zone=zone, window=window_from(now))
    changes |= read_well(fetched, read.report, zone=zone, now=now)
    return ReadingOutcome(diary=diary, changes=changes, read=read)


async def keep(
    connection: AsyncConnection, outcomes: Sequence[ReadingOutcome], *, now: datetime
) -> None:
    """Save the outcomes; calendars that their owners removed meanwhile stay removed."""
    present = await diaries.present(connection, [outcome.diary.id for outcome in outcomes])
    kept = [outcome for outcome in outcomes if outcome.diary.id in present]
    for outcome in kept:
        await diaries.update(connection, outcome.diary.id, **outcome.changes)
        if outcome.read is not None:
            await diaries.replace_times(connection, outcome.diary.id, outcome.read.times)
    await _tell(connection, [one.diary for one in kept if one.begins_to_lose], now=now)


async def _tell(connection: AsyncConnection, losing: Sequence[Diary], *, now: datetime) -> None:
    """Tell members that entries of their calendars can no longer be read; once a week at most."""
    if not losing:
        return
    owners = [diary.member_id for diary in losing]
    collaborations = await diaries.collaborations_of(connection, owners)
    for diary in losing:
        collaboration_id = collaborations[diary.member_id]
        told = await deliveries.about(
            connection, collaboration_id, [diary.what], kinds=[Kind.UNREAD]
        )
        if not any(now - one.due < TOLD_AGAIN for one in told):
            due = Due(
                kind=Kind.UNREAD,
                what=diary.what,
                target=to_member(diary.member_id),
                occurrence=str(next_turn(told)),
                due=now,
                pointless_after=now + TOLD_AGAIN,
            )
            await deliveries.insert_many(connection, collaboration_id, [due])
