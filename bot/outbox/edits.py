"""Edits: posts in Discord are checked again, and edited where they are out of date."""

import logging
from datetime import datetime, timedelta
from hashlib import sha256
from json import dumps
from typing import Any

from bot.chat.replies import Reply
from bot.clock import Clock
from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, Kind, number_in
from bot.outbox.failure_notices import FailureNotices
from bot.outbox.kinds import Act, ActContext
from bot.outbox.outcomes import Again, Halted, Outcome, Parked, Sent, Withdrawn
from bot.outbox.rendering import Renderer
from bot.outbox.retries import pause_after
from bot.outbox.send_rate import Halt
from bot.storage.database import Store

log = logging.getLogger(__name__)

# Discord limits edits of messages older than an hour: at most one is made in this time.
OLD, BETWEEN_OLD_EDITS = timedelta(hours=1), timedelta(minutes=10)
TRIES_AGAIN_LIKE = 4  # an edit that failed waits like a delivery after so many tries
# An edit that Discord does not allow is tried again now and then, until nobody reads the post.
BETWEEN_MENDING, LEFT_WRONG = timedelta(hours=1), timedelta(weeks=1)


class PostEdits:
    """Keeps single messages up to date."""

    def __init__(
        self,
        store: Store,
        renderer: Renderer,
        context: ActContext,
        clock: Clock,
        halt: Halt,
    ) -> None:
        self._context, self._kinds = context, renderer.kinds
        self._store, self._renderer, self._sender = store, renderer, context.sender
        self._clock, self._halt = clock, halt
        self._notices = FailureNotices(context.recipients)

    async def refresh(self, delivery: Delivery) -> None:
        """Edit a post to say what is true now; log what goes wrong."""
        now = self._clock.now()
        try:
            await self._refresh(delivery, now=now)
        except Exception:
            # One failing render must not block the others, and is not tried in a loop.
            log.exception(
                "the post of delivery %d (%s) cannot be updated", delivery.id, delivery.kind
            )
            await self._note(delivery, edit_due=now + BETWEEN_MENDING)

    async def _refresh(self, delivery: Delivery, *, now: datetime) -> None:
        if (act := self._kinds[delivery.kind].act) is not None:
            await self._act(act, delivery, now=now)
            return
        if (later := _not_before(delivery, now=now)) is not None:
            await self._note(delivery, edit_due=later)
            return
        if await self._has_left(delivery):
            await self._note(delivery, edit_due=None)
            return
        rendered = await self._renderer.render(delivery, now=now)
        if rendered is None or delivery.message_id is None:
            await self._note(delivery, edit_due=None)
            return
        digest = digest_of(rendered.reply)
        if digest == delivery.digest:
            await self._note(delivery, edit_due=rendered.look_again)
            return
        outcome = await self._sender.edit(delivery, rendered.reply)
        await self._heed(delivery, outcome, now=now)
        changes = _after_edit(delivery, outcome, digest, rendered.look_again, now=now)
        await self._note(delivery, **changes)

    async def _has_left(self, delivery: Delivery) -> bool:
        """Return whether the post is in the direct messages of somebody who left."""
        if (member_id := number_in(delivery.target, "member")) is None:
            return False
        async with self._store.read() as connection:
            member = await self._context.recipients.member(connection, member_id)
        return member is None or member.has_left

    async def _heed(self, delivery: Delivery, outcome: Outcome, *, now: datetime) -> None:
        """Stop sending where Discord says so; tell organizers why a post is out of date."""
        if isinstance(outcome, Halted):
            self._halt.begin_after(outcome, now=now)
        if isinstance(outcome, Halted | Parked):
            self._halt.count_refusal(now=now)
        if isinstance(outcome, Parked) and not delivery.why:
            async with self._store.change(delivery.collaboration_id) as connection:
                await self._notices.report(connection, delivery, outcome, now=now)

    async def _act(self, act: Act, delivery: Delivery, *, now: datetime) -> None:
        """Add new attendees to the thread, or update the mirrored event."""
        outcome = await act(self._context, delivery, now)
        if isinstance(outcome, Withdrawn):
            await self._note(delivery, edit_due=None)
            return
        await self._heed(delivery, outcome, now=now)
        unfinished = isinstance(outcome, Sent) and outcome.is_unfinished
        changes = _after_edit(delivery, outcome, "", now if unfinished else None, now=now)
        if isinstance(outcome, Sent):
            changes["payload"] = {**delivery.payload, **outcome.remembered}
            changes.setdefault("message_id", outcome.message_id)
        await self._note(delivery, **changes)

    async def _note(self, delivery: Delivery, **changes: Any) -> None:  # noqa: ANN401 - columns differ in type
        """Store the outcome of an edit; a change made in the meantime is still to be shown."""
        async with self._store.change(delivery.collaboration_id) as connection:
            present = await deliveries.by_id(connection, delivery.id)
            if present is not None and present.edit_due != delivery.edit_due:
                changes.pop("edit_due", None)
            await deliveries.change(connection, delivery.id, **changes)


def digest_of(reply: Reply) -> str:
    """Return a digest that is equal for replies that show the same."""
    shown = {
        "text": reply.text,
        "cards": [embed.to_dict() for embed in reply.cards],
        "files": [sha256(attachment.data).hexdigest() for attachment in reply.files],
        "buttons": [(b.label, b.id, b.url, b.disabled) for b in reply.buttons],
    }
    return sha256(dumps(shown, sort_keys=True, default=str).encode()).hexdigest()


def _not_before(delivery: Delivery, *, now: datetime) -> datetime | None:
    """Return when an old message may be edited again, None where it may be now."""
    is_old = delivery.sent_at is not None and now - delivery.sent_at > OLD
    if not is_old or delivery.edited_at is None:
        return None
    later = delivery.edited_at + BETWEEN_OLD_EDITS
    return later if now < later else None


def _after_edit(
    delivery: Delivery,
    outcome: Outcome,
    digest: str,
    look_again: datetime | None,
    *,
    now: datetime,
) -> dict[str, Any]:
    if isinstance(outcome, Parked):
        is_of_use = delivery.kind == Kind.BOARD or now < delivery.pointless_after + LEFT_WRONG
        later = now + BETWEEN_MENDING if is_of_use else None
        return {"edit_due": later, "why": outcome.why}
    if isinstance(outcome, Sent) and outcome.message_id is None:
        # A post that a person deleted is not posted again.
        return {"edit_due": None, "message_id": None, "why": _("Somebody deleted it.")}
    if isinstance(outcome, Sent):
        return {"edit_due": look_again, "edited_at": now, "digest": digest, "why": ""}
    after = outcome.after if isinstance(outcome, Again) else outcome.lasting
    return {"edit_due": now + max(after or timedelta(), pause_after(TRIES_AGAIN_LIKE))}
