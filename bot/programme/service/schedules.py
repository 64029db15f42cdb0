"""The reminder settings of a collaboration's series, cached since they rarely change."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.programme.model.reminders import ReminderSchedule
from bot.programme.store import reminders
from bot.storage.database import Store


async def schedules_of(store: Store, collaboration_id: int) -> Mapping[int, ReminderSchedule]:
    """Return the reminder settings of series that have some, by the id of the series."""

    async def load(connection: AsyncConnection) -> Mapping[int, ReminderSchedule]:
        return await reminders.of_collaboration(connection, collaboration_id)

    return await store.recall(
        ("schedules", collaboration_id), load, whose=lambda _: collaboration_id
    )
