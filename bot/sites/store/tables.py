"""The tables of sites and their closures."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.sites.model.closures import Level, Origin
from bot.storage.columns import ClockTime, Wall, Weekdays, choice, identifier, reference
from bot.storage.metadata import metadata

sites = Table(
    "sites",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    Column("slug", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("zone", Text, nullable=False),
    Column("working_days", Weekdays, nullable=False),
    Column("opens", ClockTime, nullable=False),
    Column("closes", ClockTime, nullable=False),
    Column("position", Integer, nullable=False),
    Column("holiday_region", Text),
    UniqueConstraint("collaboration_id", "slug"),
    CheckConstraint("opens < closes", name="hours"),
    CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="place"),
)

# What a site or a member states to be closed, in wall time there. What organizers take back of
# Meridian's own is kept as withdrawn, so that it does not return with the next start.
closures = Table(
    "closures",
    metadata,
    identifier(),
    reference("site_id", "sites.id", optional=True, gone="CASCADE"),
    reference("member_id", "members.id", optional=True, gone="CASCADE"),
    Column("begins", Wall, nullable=False),
    Column("ends", Wall, nullable=False),
    Column("name", Text, nullable=False),
    Column("level", choice(Level), nullable=False),
    Column("origin", choice(Origin), nullable=False),
    Column("withdrawn", Boolean, nullable=False, server_default="0"),
    UniqueConstraint("site_id", "begins", "ends", "name"),
    CheckConstraint("(site_id IS NULL) <> (member_id IS NULL)", name="owner"),
    CheckConstraint("begins < ends", name="forward"),
    Index(None, "member_id"),
)
