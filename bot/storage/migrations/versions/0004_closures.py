"""Closures: whose public holidays sites keep, and what sites and members state themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# Whose holidays the sites keep that were made before this was asked.
BY_SLUG = {
    "berkeley": "US-CA",
    "stanford": "US-CA",
    "ucsd": "US-CA",
    "uci": "US-CA",
    "ttic": "US-IL",
    "mit": "US-MA",
    "epfl": "CH-VD",
    "huji": "IL",
}
BY_ZONE = {"Asia/Jerusalem": "IL", "Asia/Tel_Aviv": "IL"}
BY_COUNTRY = {
    "austria": "AT",
    "australia": "AU",
    "belgium": "BE",
    "brazil": "BR",
    "canada": "CA",
    "china": "CN",
    "denmark": "DK",
    "england": "GB-ENG",
    "finland": "FI",
    "france": "FR",
    "germany": "DE",
    "india": "IN",
    "ireland": "IE",
    "israel": "IL",
    "italy": "IT",
    "japan": "JP",
    "netherlands": "NL",
    "norway": "NO",
    "poland": "PL",
    "portugal": "PT",
    "scotland": "GB-SCT",
    "singapore": "SG",
    "south korea": "KR",
    "spain": "ES",
    "sweden": "SE",
    "switzerland": "CH",
    "uk": "GB",
    "united kingdom": "GB",
    "united states": "US",
    "usa": "US",
}
sites = sa.table(
    "sites",
    *(sa.column(name) for name in ("id", "slug", "country", "zone", "holiday_region")),
)


def upgrade() -> None:
    """Make the table, and say of each site whose holidays it keeps, as far as can be told."""
    op.add_column("sites", sa.Column("holiday_region", sa.Text(), nullable=True))
    for row in op.get_bind().execute(sa.select(sites)).all():
        known = BY_COUNTRY.get(row.country.strip().casefold())
        by_slug = BY_SLUG.get(row.slug, "")
        # A short name alone may be another institution's.
        region = by_slug if by_slug.startswith(known or "?") else BY_ZONE.get(row.zone, known)
        if region:
            op.execute(sa.update(sites).where(sites.c.id == row.id).values(holiday_region=region))
    op.create_table(
        "closures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("begins", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("hard", "soft", name="level", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum(
                *("stated", "imported", "shipped"),
                name="origin",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("withdrawn", sa.Boolean(), server_default="0", nullable=False),
        sa.CheckConstraint("(site_id IS NULL) <> (member_id IS NULL)", name="owner"),
        sa.CheckConstraint("begins < ends", name="forward"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_closures_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_closures_site_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
        sa.UniqueConstraint(
            *("site_id", "begins", "ends", "name"),
            name=op.f("uq_closures_site_id_begins_ends_name"),
        ),
    )
    op.create_index(op.f("ix_closures_member_id"), "closures", ["member_id"], unique=False)
