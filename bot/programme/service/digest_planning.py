"""Planning of the weekly digest."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox import queue as deliveries
from bot.outbox.deliveries import (
    Due,
    Kind,
    State,
    moment_key,
    to_channel,
)
from bot.outbox.reconciliation import reconcile
from bot.programme.service.surroundings import Surroundings
from bot.sites.model.working_hours import first_of_week, of_site

WEEK = timedelta(weeks=1)
DIGEST_LASTS = timedelta(days=3)


async def plan_digests(connection: AsyncConnection, around: Surroundings, *, now: datetime) -> None:
    """Plan the digests of this week and the next two."""
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


def _week(begins: datetime) -> str:
    return f"week:{moment_key(begins)[:8]}"


def recent_weeks(now: datetime) -> list[str]:
    """Return the weeks whose digest may still be of use."""
    return [f"week:{now - timedelta(days=back):%Y%m%d}" for back in range(8)]
