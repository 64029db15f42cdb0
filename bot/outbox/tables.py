"""The table of the outbox."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.outbox.deliveries import State
from bot.storage.columns import Instant, choice, identifier, prose, reference
from bot.storage.directory import CHANGES_OFTEN
from bot.storage.engines.indexes import partial_index
from bot.storage.metadata import metadata

# The outbox: what is to be said to whom and when, and what became of it.
deliveries = Table(
    "deliveries",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    Column("what", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("target", Text, nullable=False),
    Column("occurrence", Text, nullable=False, server_default=""),
    Column("due", Instant, nullable=False),
    Column("pointless_after", Instant, nullable=False),
    Column("payload", Text, nullable=False, server_default="{}"),
    Column("state", choice(State), nullable=False),
    Column("try_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("first_tried_at", Instant),
    Column("channel_id", BigInteger),
    Column("message_id", BigInteger),
    prose("digest"),
    Column("sent_at", Instant),
    Column("edited_at", Instant),
    Column("edit_due", Instant),
    prose("why"),
    UniqueConstraint("what", "kind", "target", "occurrence", "collaboration_id"),
    CheckConstraint("pointless_after >= due", name="pointful"),
    partial_index("ix_deliveries_waiting", "try_at", where="state = 'waiting'"),
    partial_index("ix_deliveries_claimed", "lease_until", where="state = 'claimed'"),
    partial_index("ix_deliveries_stale", "edit_due", where="edit_due IS NOT NULL"),
    partial_index(
        "ix_deliveries_over",
        "pointless_after",
        where="state IN ('sent', 'expired', 'withdrawn', 'dropped')",
    ),
    Index(None, "message_id"),
    partial_index("ix_deliveries_parked", "target", where="state = 'parked'"),
    Index(None, "collaboration_id", "state", "due"),
    info=CHANGES_OFTEN,
)
