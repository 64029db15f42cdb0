"""Reporting: organizers hear of what keeps messages from going out, and what mends it."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Delivery, Due, Kind, State, number_in
from bot.outbox.outcomes import Parked
from bot.services.announcing import organizer_targets
from bot.store import collaborations, deliveries, members

WEEK = timedelta(weeks=1)


async def report(
    connection: AsyncConnection, delivery: Delivery, outcome: Parked, *, now: datetime
) -> None:
    """Have organizers told what keeps something back: once, until it was mended."""
    what = f"trouble:{delivery.target}"
    told = await deliveries.about(
        connection, delivery.collaboration_id, [what], kinds=[Kind.TROUBLE]
    )
    mended = await deliveries.last_sent(connection, delivery.collaboration_id, delivery.target)
    recent = [
        one
        for one in told
        if one.payload["why"] == outcome.why
        and now - one.due < WEEK
        and (mended is None or mended < one.due)
    ]
    if recent or delivery.kind is Kind.TROUBLE:
        return
    collaboration = await collaborations.by_id(connection, delivery.collaboration_id)
    assert collaboration is not None  # noqa: S101 - the delivery's foreign key holds it
    place = await _place(connection, delivery)
    waits = "It waits, and goes out then."
    if delivery.state is State.SENT:
        waits = "What stands there is no longer true, and is mended then."
    sentence = f"Something cannot go out {place}: {outcome.why}. {waits}"
    payload = {"sentence": sentence, "why": outcome.why}
    targets = await organizer_targets(connection, collaboration, without=delivery.target)
    wanted = [
        Due(
            kind=Kind.TROUBLE,
            what=what,
            target=target,
            occurrence=str(len(told)),
            due=now,
            pointless_after=now + WEEK,
            payload=payload,
        )
        for target in targets
    ]
    await deliveries.insert_many(connection, delivery.collaboration_id, wanted)


async def _place(connection: AsyncConnection, delivery: Delivery) -> str:
    """Return where something was to go, as organizers know it."""
    if (channel_id := number_in(delivery.target, "channel")) is not None:
        return f"in <#{channel_id}>"
    member = await members.by_id(connection, number_in(delivery.target, "member") or 0)
    return f"to {member.display_name}" if member else "to a member"
