"""Announcing: what falls due is written down in the transaction that makes it due."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Answer
from bot.attendance.store import answers
from bot.meetings.model.scheduled_events import visible_to_all
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import (
    Due,
    Kind,
    State,
    about_meeting,
    about_talk,
    moment_key,
    to_channel,
    to_member,
)
from bot.outbox.reconciliation import once_quiet, reconcile
from bot.people.model.members import Member
from bot.people.store import members
from bot.programme.model.outlines import Outline, TalkOutline
from bot.programme.model.reminders import (
    HORIZON,
    Audience,
    Ladder,
    Preference,
    Way,
    channel_of,
    due_before,
)
from bot.programme.store import outlines
from bot.programme.store import reminders as ladders
from bot.series import store as series
from bot.series.model.series import Series
from bot.series.service.clock_change_notices import plan_clock_notices
from bot.servers.model.collaborations import Collaboration
from bot.servers.service.recipients import organizer_targets
from bot.servers.store import collaborations
from bot.sites.model.sites import Site
from bot.sites.model.working_hours import WorkingHours, first_of_week, of_member, of_site
from bot.sites.store import sites
from bot.storage.database import Store
from bot.talks import store as talks
from bot.talks.model.talks import Booking, Programme, Talk
from bot.waitlist.service.offers import offer_free

QUIET = timedelta(minutes=5)  # several edits in this time make one notice
AT_LEAST_QUIET = timedelta(seconds=30)  # ... and in this time, where a meeting is about to begin
STILL_NEWS = timedelta(minutes=30)  # after its start: whoever waits for it is told all the same
NEAR = timedelta(hours=48)  # those concerned are told of changes this near the start
SOON = timedelta(seconds=2)  # what stands is looked at again after the edits of one moment
WEEK = timedelta(weeks=1)
DIGEST_LASTS = timedelta(days=3)
BOARD = "board"
# What follows from meetings, their talks and settings, and is planned again whenever those change.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What deliveries of a collaboration depend on, apart from the meeting itself."""

    collaboration: Collaboration
    sites: tuple[Site, ...]
    reminded: tuple[tuple[Member, Preference], ...]
    ladders: Mapping[int, Ladder]
    organizers: tuple[str, ...]

    def mirrors(self, series: Series) -> int | None:
        """Return the server whose events show a series' meetings, None where all may not see it."""
        return self.collaboration.guild_id if visible_to_all(series, self.collaboration) else None

    @property
    def anchor(self) -> Site | None:
        """The site whose time is named first."""
        wanted = self.collaboration.anchor_site_id
        return next((s for s in self.sites if s.id == wanted), next(iter(self.sites), None))


class Announcer:
    """Plans deliveries anew for what has changed; the outbox sends them."""

    def __init__(self, *, standing: Collection[str]) -> None:
        """Keep posts of these kinds true."""
        self.standing = standing

    async def follow(
        self,
        connection: AsyncConnection,
        programmes: Sequence[Programme],
        *,
        now: datetime,
        by: int | None = None,
        quietly: bool = False,
    ) -> None:
        """Plan what is to be said of meetings, and tell those concerned of what has changed.

        To be called in the transaction of every change of meetings and their talks; `by` is the
        member who made it and need not be told. `quietly` tells nobody; posts are still mended.
        """
        for collaboration_id, group in _by_collaboration(programmes).items():
            ids = [programme.meeting.id for programme in group]
            known = await outlines.of_meetings(connection, ids)
            near = [p for p in group if _matters(p, known.get(p.meeting.id), now=now)]
            near += await _awaited(connection, [p for p in group if p not in near], now=now)
            if near:
                around = await surroundings(connection, collaboration_id, near)
                if around.collaboration.left_at is not None:
                    continue  # what changed is planned and told when its server is back
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
        await self._plan(connection, around, programmes, known, now=now)
        changed = [p for p in programmes if known.get(p.meeting.id) != Outline.of(p)]
        await plan_clock_notices(
            connection,
            around.collaboration,
            around.sites,
            _elsewhen(changed, known),
            now=now,
        )
        await self._mend(connection, around, programmes, known, now=now)
        if quietly:
            return
        for programme in changed:
            # A meeting that nobody knew of yet has changed for nobody.
            if (before := known.get(programme.meeting.id)) is not None:
                await self._tell_all(connection, around, programme, before, now=now)
                await self._tell_speakers(connection, programme, before, now=now, by=by)

    async def _plan(
        self,
        connection: AsyncConnection,
        around: Surroundings,
        programmes: Sequence[Programme],
        known: Mapping[int, Outline],
        *,
        now: datetime,
    ) -> None:
        """Let what waits be what is wanted."""
        said = await answers.of_meetings(connection, [p.meeting.id for p in programmes])
        speaking = await speaker_hours(connection, around, programmes)
        wanted: list[Due] = []
        whats: set[str] = set()
        for programme in programmes:
            audience = Audience(
                channel_id=channel_of(programme.series, around.collaboration),
                sites=around.sites,
                anchor=around.anchor,
                reminded=await _reminded(connection, around, programme, said[programme.meeting.id]),
                answers=said[programme.meeting.id],
                speakers=speaking,
                organizers=around.organizers,
                mirrored_in=around.mirrors(programme.series),
            )
            wanted += due_before(programme, around.ladders[programme.series.id], audience, now=now)
            whats.add(about_meeting(programme.meeting.id))
            whats |= {about_talk(talk.id) for talk in programme.talks}
            gone = await self._gone(connection, programme, known.get(programme.meeting.id))
            whats |= {about_talk(talk_id) for talk_id in gone}
        await reconcile(connection, around.collaboration.id, whats, wanted, now=now, kinds=PLANNED)

    async def _gone(
        self, connection: AsyncConnection, programme: Programme, before: Outline | None
    ) -> list[int]:
        """Return the talks that were in a meeting and now are in none."""
        if before is None:
            return []
        absent = before.talks.keys() - {talk.id for talk in programme.talks}
        found = [await talks.by_id(connection, talk_id) for talk_id in sorted(absent)]
        return [talk.id for talk in found if talk is not None and talk.slot_id is None]

    async def _mend(
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
        """Have what stands in Discord about some things, and the board, looked at again."""
        await deliveries.mark_stale(
            connection,
            collaboration_id,
            [*whats, BOARD, *_weeks(now)],
            kinds=self.standing,
            at=now + SOON,
        )

    async def _tell_all(
        self,
        connection: AsyncConnection,
        around: Surroundings,
        programme: Programme,
        before: Outline,
        *,
        now: datetime,
    ) -> None:
        """Tell those concerned of a change, once things are quiet.

        Who said they come is told of another time however far ahead it is; near the start the
        channel and all who may come are told of every change.
        """
        after = Outline.of(programme)
        soonest = min(before.start, after.start)
        is_near = soonest - now <= NEAR
        if not before.differs_for_all(after) or not now < max(before.start, after.start):
            return
        if not is_near and not before.differs_in_time(after):
            return
        meeting = programme.meeting
        channel = channel_of(programme.series, around.collaboration)
        said = (await answers.of_meetings(connection, [meeting.id]))[meeting.id]
        asked = dict.fromkeys(programme.series.invited or (), Answer.MAYBE) | said
        told = (m for m, a in asked.items() if a.wants_to_come or (is_near and a is Answer.MAYBE))
        targets = [to_channel(channel)] if channel and is_near else []
        targets += [to_member(member_id) for member_id in told]
        moment = now + min(QUIET, max((soonest - now) / 2, AT_LEAST_QUIET))
        for target in targets:
            due = Due(
                kind=Kind.NOTICE,
                what=about_meeting(meeting.id),
                target=target,
                due=moment,
                pointless_after=max(after.start, before.start) + STILL_NEWS,
                payload={"before": before.kept()},
            )
            await once_quiet(connection, meeting.collaboration_id, due)

    async def _tell_speakers(
        self,
        connection: AsyncConnection,
        programme: Programme,
        before: Outline,
        *,
        now: datetime,
        by: int | None,
    ) -> None:
        """Tell speakers of a move, a cancellation or a new place of their talk."""
        present = {b.talk.id: b for b in programme.bookings if b.talk is not None}
        for talk_id in sorted(present.keys() | before.talks.keys()):
            talk, booking = await _talk_now(connection, talk_id, present.get(talk_id))
            was = TalkOutline.in_meeting(before, talk_id)
            if talk is None or was == TalkOutline.of(talk, booking):
                continue
            for speaker in talk.speakers:
                if speaker.member_id is not None and speaker.member_id != by:
                    due = _news(talk, was, speaker.member_id, now=now)
                    await once_quiet(connection, talk.collaboration_id, due)

    async def plan_ahead(self, store: Store, *, now: datetime) -> None:
        """Plan what has come within the horizon, in every collaboration that a server has."""
        async with store.read() as connection:
            served = [c for c in await collaborations.every(connection) if c.is_served]
        for collaboration in served:
            await self.plan_collaboration(store, collaboration.id, now=now)

    async def plan_collaboration(
        self, store: Store, collaboration_id: int, *, now: datetime
    ) -> None:
        """Plan all that comes within the horizon of one collaboration."""
        async with store.write() as connection:
            await self.plan_within(connection, collaboration_id, now=now)

    async def plan_within(
        self, connection: AsyncConnection, collaboration_id: int, *, now: datetime
    ) -> None:
        """Plan all that comes within the horizon of one collaboration, in the caller's change.

        Nothing is planned where the server removed Meridian.
        """
        found = await collaborations.by_id(connection, collaboration_id)
        if found is None or found.left_at is not None:
            return
        booked = await talks.bookings(
            connection,
            talks.in_collaboration(collaboration_id),
            talks.begins_between(now, now + HORIZON),
        )
        await self.follow(connection, talks.programmes_of(booked), now=now)
        around = await surroundings(connection, collaboration_id, ())
        await self._plan_digests(connection, around, now=now)
        every = await series.of(connection, collaboration_id)
        await plan_clock_notices(connection, around.collaboration, around.sites, every, now=now)

    async def _plan_digests(
        self, connection: AsyncConnection, around: Surroundings, *, now: datetime
    ) -> None:
        channel, anchor = around.collaboration.announcement_channel_id, around.anchor
        wanted = []
        if channel is not None and anchor is not None:
            hours = of_site(anchor)
            for ahead in (0, 1, 2):
                begins = first_of_week(hours, now + ahead * WEEK)
                wanted.append(
                    Due(
                        kind=Kind.DIGEST,
                        what=_week(begins),
                        target=to_channel(channel),
                        due=begins,
                        pointless_after=begins + DIGEST_LASTS,
                    )
                )
        present = await deliveries.of_kind(
            connection, around.collaboration.id, [Kind.DIGEST], states=[State.WAITING]
        )
        whats = {*(due.what for due in wanted), *(one.what for one in present)}
        await reconcile(
            connection, around.collaboration.id, whats, wanted, now=now, kinds={Kind.DIGEST}
        )


async def surroundings(
    connection: AsyncConnection, collaboration_id: int, programmes: Sequence[Programme]
) -> Surroundings:
    """Read what deliveries about these meetings depend on."""
    collaboration = await collaborations.by_id(connection, collaboration_id)
    assert collaboration is not None  # noqa: S101 - the meetings' foreign key holds it
    wishes = await ladders.preferences_of(connection, collaboration_id)
    return Surroundings(
        collaboration=collaboration,
        sites=tuple(await sites.of(connection, collaboration_id)),
        reminded=tuple((m, wish) for m, wish in wishes if wish.way is Way.DM),
        ladders=await ladders.of_series(connection, sorted({p.series.id for p in programmes})),
        organizers=await organizer_targets(connection, collaboration),
    )


async def speaker_hours(
    connection: AsyncConnection, around: Surroundings, programmes: Sequence[Programme]
) -> dict[int, WorkingHours]:
    """Return when the speakers of meetings work, by member; those who left are not in it."""
    speaking = {
        speaker.member_id
        for programme in programmes
        for talk in programme.talks
        for speaker in talk.speakers
        if speaker.member_id is not None
    }
    found = [await members.by_id(connection, member_id) for member_id in sorted(speaking)]
    return {
        member.id: of_member(member, around.sites, anchor=around.anchor)
        for member in found
        if member is not None and member.left_at is None
    }


def _elsewhen(changed: Sequence[Programme], known: Mapping[int, Outline]) -> list[Series]:
    """Return the series of meetings that are new, at another time, or called off since."""
    found = {}
    for programme in changed:
        before = known.get(programme.meeting.id)
        meeting = programme.meeting
        if before is None or before.start != meeting.start or not meeting.takes_place:
            found[programme.series.id] = programme.series
    return list(found.values())


async def _awaited(
    connection: AsyncConnection, programmes: Sequence[Programme], *, now: datetime
) -> list[Programme]:
    """Return the meetings, far ahead as they are, of which somebody said whether they come."""
    coming = {p.meeting.id: p for p in programmes if p.meeting.end > now}
    said = await answers.of_meetings(connection, list(coming))
    return [coming[meeting_id] for meeting_id, given in said.items() if given]


async def _reminded(
    connection: AsyncConnection, around: Surroundings, programme: Programme, said: dict[int, Answer]
) -> tuple[tuple[Member, Preference], ...]:
    """Return who may be reminded by direct message.

    Where no channel is reminded of a meeting, who said they come is reminded themselves.
    """
    if not said or channel_of(programme.series, around.collaboration) is not None:
        return around.reminded
    wishes = await ladders.wishes_of(connection, list(said))
    coming = [(m, w) for m, w in wishes if w.way is Way.CHANNEL and m.left_at is None]
    return (*around.reminded, *coming)


def _by_collaboration(programmes: Sequence[Programme]) -> dict[int, list[Programme]]:
    groups: dict[int, list[Programme]] = defaultdict(list)
    for programme in programmes:
        groups[programme.meeting.collaboration_id].append(programme)
    return groups


def _matters(programme: Programme, before: Outline | None, *, now: datetime) -> bool:
    """Say whether there may be anything to say of a meeting: it is near, or somebody gives a talk.

    A talk's speaker is told of changes however far ahead the talk is.
    """
    meeting = programme.meeting
    if meeting.end <= now and (before is None or before.start <= now):
        return False
    is_near = meeting.start <= now + HORIZON or (
        before is not None and before.start <= now + HORIZON
    )
    return is_near or bool(programme.talks) or bool(before and before.talks)


async def _talk_now(
    connection: AsyncConnection, talk_id: int, booking: Booking | None
) -> tuple[Talk | None, Booking | None]:
    if booking is not None:
        return booking.talk, booking
    elsewhere = await talks.bookings(connection, talks.has_id(talk=talk_id))
    if elsewhere:
        return elsewhere[0].talk, elsewhere[0]
    return await talks.by_id(connection, talk_id), None


def _news(talk: Talk, was: TalkOutline, member_id: int, *, now: datetime) -> Due:
    return Due(
        kind=Kind.SPEAKER_NEWS,
        what=about_talk(talk.id),
        target=to_member(member_id),
        due=now + QUIET,
        pointless_after=now + WEEK,
        payload={"before": was.kept()},
    )


def _week(begins: datetime) -> str:
    return f"week:{moment_key(begins)[:8]}"


def _weeks(now: datetime) -> list[str]:
    """Return the weeks whose digest may stand and still be of use."""
    return [f"week:{now - timedelta(days=back):%Y%m%d}" for back in range(8)]
