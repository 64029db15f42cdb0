"""How series remind before their meetings, and how members want to be reminded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.announcements.service.lead_times import parse_leads
from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.people.model.viewers import Viewer
from bot.programme.model.reminders import About, Preference, ReminderSchedule, Way
from bot.programme.service.publication import Publisher
from bot.programme.store import reminders as stored_reminders
from bot.series.model.series import Series
from bot.series.service.lookup import series_called
from bot.sites.model.sites import Site
from bot.sites.store import sites
from bot.storage.database import Store

NONE = frozenset({"none", "off", "-", "nobody", "never"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderChoices:
    """A series' reminders as typed; what is None stays as it is.

    `mornings` are sites by short name, or "none", or "host"; `role_id` 0 pings nobody.
    """

    talk_days: int | None = None
    meeting_days: int | None = None
    mornings: str | None = None
    minutes: int | None = None
    role_id: int | None = None
    nudges: bool | None = None
    threads: bool | None = None


class ReminderSettings:
    """What /series notify and /me notify do."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; reminders are planned again after a change."""
        self._store, self._publisher = store, publisher

    async def schedule(
        self, viewer: Viewer, slug: str, typed: ReminderChoices, *, now: datetime
    ) -> tuple[Series, ReminderSchedule]:
        """Change how a series reminds before its meetings, as far as something was typed."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            found = await series_called(connection, viewer, slug)
            known = await sites.of(connection, viewer.collaboration.id)
            present = (await stored_reminders.of_series(connection, [found.id]))[found.id]
            changes = _changes(typed, known)
            if changes:
                await stored_reminders.keep(connection, found.id, replace(present, **changes))
                await self._replan(connection, viewer, now=now)
            schedule = replace(present, **changes)
        return found, schedule

    async def preference(self, viewer: Viewer) -> Preference:
        """Return how the viewer wants to be reminded."""
        member = viewer.require_member()
        async with self._store.read() as connection:
            return await stored_reminders.preference_of(connection, member.id)

    async def prefer(
        self,
        viewer: Viewer,
        *,
        way: Way | None = None,
        leads: str | None = None,
        about: About | None = None,
        now: datetime,
    ) -> Preference:
        """Save how the viewer wants to be reminded; what is None stays as it was."""
        member = viewer.require_member()
        typed = None if leads is None else parse_leads(leads)
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await stored_reminders.preference_of(connection, member.id)
            wanted = Preference(
                way=way or present.way, leads=typed or present.leads, about=about or present.about
            )
            if wanted != present:
                await stored_reminders.keep_preference(connection, member.id, wanted)
                await self._replan(connection, viewer, now=now)
        return wanted

    async def _replan(self, connection: AsyncConnection, viewer: Viewer, *, now: datetime) -> None:
        await self._publisher.planner.plan_within(connection, viewer.collaboration.id, now=now)


def _changes(typed: ReminderChoices, known: Sequence[Site]) -> dict[str, Any]:
    changes: dict[str, Any] = {
        name: value
        for name in ("talk_days", "meeting_days", "minutes", "nudges", "threads")
        if (value := getattr(typed, name)) is not None
    }
    if typed.role_id is not None:
        changes["role_id"] = typed.role_id or None
    if typed.mornings is not None:
        changes["morning_sites"] = _morning_sites(typed.mornings, known)
    return changes


def _morning_sites(typed: str, known: Sequence[Site]) -> tuple[int, ...] | None:
    names = [name for name in re.split(r"[,;\s]+", text.clean(typed).casefold()) if name]
    if names == ["host"]:
        return None
    if len(names) == 1 and names[0] in NONE:
        return ()
    by_slug = {site.slug: site.id for site in known}
    unknown = [name for name in names if name not in by_slug]
    if unknown or not names:
        raise Refusal(
            _(
                "I do not know the site “{site}”. Please type short names like “epfl, berkeley”, "
                "or “host”, or “none”. /site list shows the short names.",
                site=" ".join(unknown)[:60],
            )
        )
    return tuple(by_slug[name] for name in dict.fromkeys(names))
