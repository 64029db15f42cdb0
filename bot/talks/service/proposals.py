"""Talks without a date, which organizers give a slot."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind
from bot.people.model.viewers import Viewer
from bot.series.model.series import Series
from bot.series.service.lookup import series_called
from bot.servers.service.recipients import organizer_targets
from bot.talks.model.submission import Submission
from bot.talks.model.talks import Talk, TalkStatus
from bot.talks.service.speakers import first_speakers
from bot.talks.store import talks

MOST_PROPOSED = 10  # talks of one member that wait for a slot
NEWS_LASTS = timedelta(days=7)


async def propose(
    connection: AsyncConnection,
    viewer: Viewer,
    slug: str,
    *,
    submission: Submission,
    now: datetime,
) -> Talk:
    """Save a talk that has no date yet, and tell the organizers, who give it a slot."""
    member_id, columns = viewer.require_member().id, submission.columns()
    found = await series_called(connection, viewer, slug)
    await _require_new(
        connection, viewer, member_id, (found.id, columns["title"], columns["abstract"])
    )
    talk_id = await talks.insert_talk(
        connection,
        spoken_by=await first_speakers(connection, viewer, submission),
        collaboration_id=viewer.collaboration.id,
        series_id=found.id,
        slot_id=None,
        status=TalkStatus.PROPOSED,
        created_at=now,
        **columns,
    )
    talk = await talks.by_id(connection, talk_id)
    assert talk is not None  # noqa: S101 - it was just made
    await _tell_organizers(connection, viewer, talk, found, now=now)
    return talk


async def _require_new(
    connection: AsyncConnection, viewer: Viewer, member_id: int, talk: tuple[int, Any, Any]
) -> None:
    """Refuse a talk (its series, title and abstract) that waits already, and one too many."""
    waiting = await talks.unplaced(connection, viewer.collaboration.id)
    own = [one for one in waiting if one.is_given_by(member_id)]
    if talk in {(one.series_id, one.title, one.abstract) for one in own}:
        message = _("You have proposed this talk already. It waits for a slot.")
        raise Refusal(message)
    if len(own) >= MOST_PROPOSED:
        message = _(
            "{most} of your talks are already waiting for a slot. Please withdraw one first.",
            most=MOST_PROPOSED,
        )
        raise Refusal(message)


async def _tell_organizers(
    connection: AsyncConnection, viewer: Viewer, talk: Talk, found: Series, *, now: datetime
) -> None:
    sentence = _(
        "{speakers} proposes a talk for {series}. Please give it a slot.",
        speakers=talk.speaker_names,
        series=found.title,
    )
    wanted = [
        Due(
            kind=Kind.LETTER,
            what=f"talk:{talk.id}",
            target=target,
            due=now,
            pointless_after=now + NEWS_LASTS,
            payload={"sentence": sentence, "talk": talk.id},
        )
        for target in await organizer_targets(connection, viewer.collaboration)
    ]
    await deliveries.insert_many(connection, viewer.collaboration.id, wanted)
