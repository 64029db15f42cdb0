"""A copy of everything that Meridian holds about one member of a collaboration."""

import json
from datetime import datetime

from bot.core.refusals import NotAllowed
from bot.core.translation import _
from bot.people.model.viewers import Viewer
from bot.storage.database import Store
from bot.storage.exports import Exports, json_value


class PersonalData:
    """Puts the exports of all subjects into one file."""

    def __init__(self, store: Store, exports: Exports) -> None:
        """Use a store and the exports of all subjects."""
        self._store, self._exports = store, exports

    async def export(self, viewer: Viewer, *, now: datetime) -> bytes:
        """Return the viewer's data as JSON; also for members who lost the member role."""
        collaboration, member = viewer.collaboration, viewer.member
        if member is None:
            message = _(
                "Only members of {collaboration} have data to export, and I don't know you as one.",
                collaboration=collaboration.name,
            )
            raise NotAllowed(message)
        data: dict[str, object] = {
            "collaboration": {"name": collaboration.name, "slug": collaboration.slug},
            "made_at": json_value(now),
        }
        async with self._store.read() as connection:
            for export in self._exports.every:
                data[export.name] = await export.rows(connection, member.id)
        return json.dumps(data, ensure_ascii=False, indent=2).encode()
