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
    text,
)

from bot.outbox.deliveries import State
from bot.storage.columns import Instant, choice, identifier, prose, reference
from bot.storage.directory import CHANGES_OFTEN
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
    Index("ix_deliveries_waiting", "try_at", sqlite_where=text("state = 'waiting'")),
    Index("ix_deliveries_claimed", "lease_until", sqlite_where=text("state = 'claimed'")),
    Index("ix_deliveries_stale", "edit_due", sqlite_where=text("edit_due IS NOT NULL")),
    Index(
        "ix_deliveries_over",
        "pointless_after",
        sqlite_where=text("state IN ('sent', 'expired', 'withdrawn', 'dropped')"),
    ),
    Index(None, "message_id"),
    Index("ix_deliveries_parked", "target", sqlite_where=text("state = 'parked'")),
    Index(None, "collaboration_id", "state", "due"),
    info=CHANGES_OFTEN,
)
