"""Reporting: organizers hear of what keeps messages from going out, and what mends it."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, Due, Kind, State, number_in
from bot.outbox.outcomes import Parked
from bot.outbox.reconciliation import next_turn
from bot.people.store import members
from bot.programme.service.delivery_planning import organizer_targets
from bot.servers.store import collaborations

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
    if recent or delivery.kind == Kind.TROUBLE:
        return
    place = await _place(connection, delivery)
    waits = "It waits, and goes out then."
    if delivery.state is State.SENT:
        waits = "What stands there is no longer true, and is mended then."
    sentence = f"Something cannot go out {place}: {outcome.why}. {waits}"
    news = _news(what, sentence, why=outcome.why, occurrence=next_turn(told), now=now)
    await _tell(connection, delivery, news, without=delivery.target)


async def report_role(
    connection: AsyncConnection, delivery: Delivery, role_id: int, *, now: datetime
) -> None:
    """Have organizers told, once, that a role which was to be pinged is no more."""
    what = f"role:{role_id}"
    if await deliveries.about(connection, delivery.collaboration_id, [what], kinds=[Kind.TROUBLE]):
        return
    sentence = (
        f"The role that was to be pinged {await _place(connection, delivery)} was deleted: "
        "announcements go out without it. Please choose another one, or none, with /series notify."
    )
    await _tell(connection, delivery, _news(what, sentence, now=now))


def _news(what: str, sentence: str, *, why: str = "", occurrence: int = 0, now: datetime) -> Due:
    """Return what organizers are told; where, is still open."""
    return Due(
        kind=Kind.TROUBLE,
        what=what,
        target="",
        occurrence=str(occurrence),
        due=now,
        pointless_after=now + WEEK,
        payload={"sentence": sentence, "why": why},
    )


async def _tell(
    connection: AsyncConnection, delivery: Delivery, news: Due, *, without: str = ""
) -> None:
    collaboration = await collaborations.by_id(connection, delivery.collaboration_id)
    assert collaboration is not None  # noqa: S101 - the delivery's foreign key holds it
    targets = await organizer_targets(connection, collaboration, without=without)
    wanted = [replace(news, target=target) for target in targets]
    await deliveries.insert_many(connection, delivery.collaboration_id, wanted)


async def _place(connection: AsyncConnection, delivery: Delivery) -> str:
    """Return where something was to go, as organizers know it."""
    if (channel_id := number_in(delivery.target, "channel")) is not None:
        return f"in <#{channel_id}>"
    member = await members.by_id(connection, number_in(delivery.target, "member") or 0)
    return f"to {member.display_name}" if member else "to a member"
