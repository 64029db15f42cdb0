"""Talks of members who left: organizers are told, and decide whether the talk is still given."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, about_talk, to_member
from bot.people.model.changes import MemberLeft
from bot.people.store import members
from bot.servers.service.recipients import organizer_targets
from bot.servers.store import collaborations
from bot.talks.store import talks

NEWS_LASTS = timedelta(days=7)


async def tell_organizers(connection: AsyncConnection, left: MemberLeft) -> None:
    """Tell organizers which talks a member who left still has; they may be given all the same."""
    held = await talks.held_by(connection, left.member_id, now=left.now)
    member = await members.by_id(connection, left.member_id)
    if not held or member is None:
        return
    home = await collaborations.by_id(connection, member.collaboration_id)
    assert home is not None  # noqa: S101 - the member's foreign key holds it
    sentence = _(
        "{name} is no longer a member here, but still has this talk. If it is not given, please "
        "withdraw it with /talk withdraw: its slot then goes to the next in line.",
        name=member.name,
    )
    wanted = [
        Due(
            kind=Kind.LETTER,
            what=about_talk(talk_id),
            target=target,
            occurrence=f"left {left.now:%Y-%m-%d}",
            due=left.now,
            pointless_after=left.now + NEWS_LASTS,
            payload={"sentence": sentence, "talk": talk_id},
        )
        for talk_id in held
        for target in await organizer_targets(connection, home, without=to_member(member.id))
    ]
    await deliveries.insert_many(connection, home.id, wanted)
