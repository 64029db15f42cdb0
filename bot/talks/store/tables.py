"""The tables of talks and their speakers."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.columns import Instant, choice, identifier, prose, reference
from bot.storage.directory import CHANGES_OFTEN
from bot.storage.engines.indexes import partial_index
from bot.storage.metadata import metadata
from bot.talks.model.talks import TalkStatus

talks = Table(
    "talks",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    reference("series_id", "series.id"),
    # One talk a slot: the database decides who gets the last one.
    Column("slot_id", ForeignKey("slots.id", ondelete="RESTRICT"), unique=True),
    Column("title", Text),
    prose("abstract"),
    Column("paper", Text),
    Column("slides", Text),
    Column("video", Text),
    Column("recording", Boolean),
    Column("status", choice(TalkStatus), nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    CheckConstraint("(slot_id IS NOT NULL) = (status = 'confirmed')", name="placed"),
    partial_index("ix_talks_withdrawn", "withdrawn_at", where="withdrawn_at IS NOT NULL"),
    Index(None, "series_id"),
    Index(None, "collaboration_id", "status"),
    info=CHANGES_OFTEN,
)


speakers = Table(
    "speakers",
    metadata,
    identifier(),
    Column("talk_id", ForeignKey("talks.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    prose("affiliation"),
    reference("member_id", "members.id", optional=True, gone="SET NULL"),
    reference("site_id", "sites.id", optional=True, gone="SET NULL"),
    UniqueConstraint("talk_id", "position"),
    CheckConstraint("length(name) > 0", name="name"),
    Index(None, "member_id"),
    info=CHANGES_OFTEN,
)
