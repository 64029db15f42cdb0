"""Planning of deliveries, in the transaction of the change that makes them due."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Answer
from bot.attendance.store import answers
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import (
    Due,
    Kind,
    about_meeting,
    about_talk,
)
from bot.outbox.reconciliation import once_quiet, reconcile
from bot.programme.model.delivery_targets import DeliveryTargets
from bot.programme.model.outlines import Outline
from bot.programme.model.reminder_times import due_before
from bot.programme.model.reminders import (
    HORIZON,
    channel_of,
)
from bot.programme.service.affected_meetings import (
    answered_meetings,
    by_collaboration,
    may_need_deliveries,
    series_to_check,
)
from bot.programme.service.change_notices import (
    attendee_notices,
    moved_talks,
    speaker_notices,
)
from bot.programme.service.digest_planning import plan_digests, recent_weeks
from bot.programme.service.surroundings import (
    Surroundings,
    reminded_members,
    speaker_hours,
    surroundings,
)
from bot.programme.store import outlines
from bot.series import store as series
from bot.series.service.clock_change_notices import plan_clock_notices
from bot.servers.store import collaborations
from bot.storage.database import Store
from bot.talks.model.talks import Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from bot.waitlist.service.offers import offer_free

SOON = timedelta(
    seconds=2
)  # posts are updated this long after a change, together with further edits
BOARD = "board"
# Kinds of delivery that are planned again whenever meetings, talks or settings change.
PLANNED = frozenset(
    {
        Kind.ANNOUNCEMENT,
        Kind.DAY_BEFORE,
        Kind.SOON,
        Kind.REMINDER,
        Kind.SPEAKER_NUDGE,
        Kind.ORGANIZER_NUDGE,
        Kind.MIRROR,
    }
)


class DeliveryPlanner:
    """Plans the deliveries that follow from a change; the outbox sends them."""

    def __init__(self, *, standing: Collection[str]) -> None:
        """Keep posts of these kinds up to date."""
        self.standing = standing

    async def follow(
        self,
        connection: AsyncConnection,
        programmes: Sequence[Programme],
        *,
        now: datetime,
        by: int | None = None,
        quietly: bool = False,
        known: Mapping[int, Outline] | None = None,
    ) -> None:
        """Plan the deliveries about meetings, and tell people about what has changed.

        Call it in the transaction of every change of meetings and their talks. `by` is the member
        who made the change and is not told. `quietly` tells nobody; posts are still updated.
        `known` is what people knew of the meetings; it is read here unless it is given.
        """
        if known is None:
            known = await outlines.of_meetings(connection, [p.meeting.id for p in programmes])
        for collaboration_id, group in by_collaboration(programmes).items():
            near = [p for p in group if may_need_deliveries(p, known.get(p.meeting.id), now=now)]
            near += await answered_meetings(
                connection, [p for p in group if p not in near], now=now
            )
            if near:
                around = await surroundings(connection, collaboration_id, near)
                if around.collaboration.left_at is not None:
                    continue  # planned and told when the server is back
                await self._follow(connection, around, near, known, now=now, by=by, quietly=quietly)
            fresh = {p.meeting.id: Outline.of(p) for p in group if p.meeting.end > now}
            changed = {i: outline for i, outline in fresh.items() if known.get(i) != outline}
            await outlines.keep(connection, changed)
            await offer_free(connection, group, now=now)

    async def _follow(
        self,
        connection: AsyncConnection,
        around: Surroundings,
        programmes: Sequence[Programme],
        known: Mapping[int, Outline],
        *,
        now: datetime,
        by: int | None,
        quietly: bool,
    ) -> None:
        said = await answers.of_meetings(connection, [p.meeting.id for p in programmes])
        moved = await moved_talks(connection, programmes, known)
        gone = [talk_id for talk_id, (_, booking) in moved.items() if booking is None]
        await self._plan(connection, around, programmes, said, gone, now=now)
        changed = [p for p in programmes if known.get(p.meeting.id) != Outline.of(p)]
        await plan_clock_notices(
            connection,
            around.collaboration,
            around.sites,
            series_to_check(changed, known),
            now=now,
        )
        await self._refresh_posts(connection, around, programmes, known, now=now)
        if quietly:
            return
        notices: list[Due] = []
        for programme in changed:
            # Nobody needs to hear of changes to a meeting that nobody knew of.
            if (before := known.get(programme.meeting.id)) is not None:
                answered = said[programme.meeting.id]
                notices += attendee_notices(around, programme, before, answered, now=now)
                notices += speaker_notices(programme, before, moved, now=now, by=by)
        await once_quiet(connection, around.collaboration.id, notices)

    async def _plan(
        self,
        connection: AsyncConnection,
        around: Surroundings,
        programmes: Sequence[Programme],
        said: Mapping[int, Mapping[int, Answer]],
        gone: Iterable[int],
        *,
        now: datetime,
    ) -> None:
        """Reconcile pending deliveries with what these meetings need.

        `gone` are the talks that were in one of them and now are in none.
        """
        speaking = await speaker_hours(connection, around, programmes)
        reminded = await reminded_members(connection, around, programmes, said)
        wanted: list[Due] = []
        whats = {about_talk(talk_id) for talk_id in gone}
        for programme in programmes:
            targets = DeliveryTargets(
                channel_id=channel_of(programme.terms, around.collaboration),
                sites=around.sites,
                anchor=around.anchor,
                reminded=reminded[programme.meeting.id],
                answers=said[programme.meeting.id],
                speakers=speaking,
                organizers=around.organizers,
                mirrored_in=around.mirrors(programme.terms),
            )
            wanted += due_before(
                programme, around.schedules[programme.meeting.series_id], targets, now=now
            )
            whats.add(about_meeting(programme.meeting.id))
            whats |= {about_talk(talk.id) for talk in programme.talks}
        await reconcile(connection, around.collaboration.id, whats, wanted, now=now, kinds=PLANNED)

    async def _refresh_posts(
        self,
        connection: AsyncConnection,
        around: Surroundings,
        programmes: Sequence[Programme],
        known: Mapping[int, Outline],
        *,
        now: datetime,
    ) -> None:
        """Refresh the posts about these meetings, their talks and the talks they had before."""
        whats = {about_meeting(p.meeting.id) for p in programmes}
        whats |= {about_talk(talk.id) for p in programmes for talk in p.talks}
        before = (known[p.meeting.id] for p in programmes if p.meeting.id in known)
        whats |= {about_talk(talk_id) for outline in before for talk_id in outline.talks}
        await self.touch(connection, around.collaboration.id, whats, now=now)

    async def touch(
        self,
        connection: AsyncConnection,
        collaboration_id: int,
        whats: Iterable[str],
        *,
        now: datetime,
    ) -> None:
        """Have posts about some things, the board and recent digests checked again."""
        await deliveries.mark_stale(
            connection,
            collaboration_id,
            [*whats, BOARD, *recent_weeks(now)],
            kinds=self.standing,
            at=now + SOON,
        )

    async def plan_ahead(self, store: Store, *, now: datetime) -> None:
        """Plan what has come within the horizon in every collaboration with a server."""
        async with store.read() as connection:
            served = [c for c in await collaborations.every(connection) if c.is_served]
        for collaboration in served:
            await self.plan_collaboration(store, collaboration.id, now=now)

    async def plan_collaboration(
        self, store: Store, collaboration_id: int, *, now: datetime
    ) -> None:
        """Plan everything within the horizon of one collaboration."""
        async with store.change(collaboration_id) as connection:
            await self.plan_within(connection, collaboration_id, now=now)

    async def plan_within(
        self, connection: AsyncConnection, collaboration_id: int, *, now: datetime
    ) -> None:
        """Plan everything within the horizon of one collaboration, in the caller's transaction.

        Nothing is planned if the server removed Meridian.
        """
        found = await collaborations.by_id(connection, collaboration_id)
        if found is None or found.left_at is not None:
            return
        booked = await stored_bookings.where(
            connection,
            conditions.in_collaboration(collaboration_id),
            conditions.begins_between(now, now + HORIZON),
        )
        await self.follow(connection, stored_bookings.programmes_of(booked), now=now)
        around = await surroundings(connection, collaboration_id, ())
        await plan_digests(connection, around, now=now)
        every = await series.of(connection, collaboration_id)
        await plan_clock_notices(connection, around.collaboration, around.sites, every, now=now)
