"""Failure notices: organizers hear what keeps messages from going out, and how to fix it."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, Due, Kind, State, number_in
from bot.outbox.outcomes import Parked
from bot.outbox.recipients import Recipients
from bot.outbox.reconciliation import next_turn

WEEK = timedelta(weeks=1)


class FailureNotices:
    """Writes the deliveries that tell organizers about a failure."""

    def __init__(self, recipients: Recipients) -> None:
        self._recipients = recipients

    async def report(
        self, connection: AsyncConnection, delivery: Delivery, outcome: Parked, *, now: datetime
    ) -> None:
        """Tell organizers what keeps a message back: once, until it is fixed."""
        what = f"trouble:{delivery.target}"
        told = await deliveries.about(
            connection, delivery.collaboration_id, [what], kinds=[Kind.TROUBLE]
        )
        if delivery.kind == Kind.TROUBLE or await _is_known(
            connection, delivery, outcome, told, now=now
        ):
            return
        place = await self._place(connection, delivery)
        sentence = (
            _(
                "I cannot update my post {place}. {why} I will try again once that is fixed.",
                place=place,
                why=outcome.why,
            )
            if delivery.state is State.SENT
            else _(
                "I cannot post {place}. {why} I will try again once that is fixed.",
                place=place,
                why=outcome.why,
            )
        )
        news = _news(what, sentence, why=outcome.why, occurrence=next_turn(told), now=now)
        await self._tell(connection, delivery, news, without=delivery.target)

    async def report_role(
        self, connection: AsyncConnection, delivery: Delivery, role_id: int, *, now: datetime
    ) -> None:
        """Tell organizers, once, that a role they chose to ping no longer exists."""
        what = f"role:{role_id}"
        if await deliveries.about(
            connection, delivery.collaboration_id, [what], kinds=[Kind.TROUBLE]
        ):
            return
        sentence = _(
            "The role to ping {place} was deleted, so announcements go out without a ping. "
            "Please choose another role, or none, with /series notify.",
            place=await self._place(connection, delivery),
        )
        await self._tell(connection, delivery, _news(what, sentence, now=now))

    async def _tell(
        self, connection: AsyncConnection, delivery: Delivery, news: Due, *, without: str = ""
    ) -> None:
        targets = await self._recipients.organizers(
            connection, delivery.collaboration_id, without=without
        )
        wanted = [replace(news, target=target) for target in targets]
        await deliveries.insert_many(connection, delivery.collaboration_id, wanted)

    async def _place(self, connection: AsyncConnection, delivery: Delivery) -> str:
        """Return where a message was to go, as organizers know it."""
        if (channel_id := number_in(delivery.target, "channel")) is not None:
            return _("in {channel}", channel=f"<#{channel_id}>")
        member_id = number_in(delivery.target, "member") or 0
        member = await self._recipients.member(connection, member_id)
        return _("to {name}", name=member.name) if member else _("to a member")


async def _is_known(
    connection: AsyncConnection,
    delivery: Delivery,
    outcome: Parked,
    told: list[Delivery],
    *,
    now: datetime,
) -> bool:
    """Return whether organizers heard of it within a week, and nothing went out since."""
    mended = await deliveries.last_sent(connection, delivery.collaboration_id, delivery.target)
    return any(
        one.payload["why"] == outcome.why
        and now - one.due < WEEK
        and (mended is None or mended < one.due)
        for one in told
    )


def _news(what: str, sentence: str, *, why: str = "", occurrence: int = 0, now: datetime) -> Due:
    """Return what organizers are told, without a target yet."""
    return Due(
        kind=Kind.TROUBLE,
        what=what,
        target="",
        occurrence=str(occurrence),
        due=now,
        pointless_after=now + WEEK,
        payload={"sentence": sentence, "why": why},
    )
