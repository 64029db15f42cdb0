"""What is sent about members' own calendars."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.busy import store as diaries
from bot.ics.reading.reports import LineFault, ReadingReport
from bot.outbox.deliveries import Kind
from tests.outbox.planned import Givens, Planned
from tests.worlds import NOW


async def due(connection: AsyncConnection, givens: Givens) -> list[Planned]:
    """Keep a calendar that cannot be read in full; return the delivery that says so."""
    fault = LineFault(number=3, line="DTSTART:tomorrow", reason="It is no moment.")
    report = ReadingReport(entries=2, unread=1, faults=(fault,))
    diary_id = await diaries.insert(
        connection,
        member_id=givens.member_id,
        label="Work",
        host="calendar.example.org",
        sealed=b"",
        zone="UTC",
        read_at=NOW,
        whole_at=NOW,
        due=NOW,
        **diaries.report_columns(report),
    )
    return [(Kind.UNREAD, f"diary:{diary_id}", givens.letter, "1", {})]
