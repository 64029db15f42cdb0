"""Who is invited to a meeting, as a table; until now it was a text of ids."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

series = sa.table("series", sa.column("id"), sa.column("invited"), sa.column("by_invitation"))
members = sa.table("members", sa.column("id"))
# As it was. Older SQLite cannot drop a column, so the table is made again.
FORMER = sa.Table(
    "series",
    sa.MetaData(),
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("collaboration_id", sa.Integer(), nullable=False),
    sa.Column("slug", sa.String(40), nullable=False),
    sa.Column("title", sa.Text(), nullable=False),
    sa.Column("description", sa.Text(), server_default="", nullable=False),
    sa.Column("rule", sa.Text(), nullable=False),
    sa.Column("zone", sa.Text(), nullable=False),
    sa.Column("first", sa.Date(), nullable=False),
    sa.Column("minutes", sa.Integer(), nullable=False),
    sa.Column("slots", sa.Integer(), nullable=False),
    sa.Column("site_id", sa.Integer(), nullable=True),
    sa.Column("join_link", sa.Text(), nullable=True),
    sa.Column("room", sa.Text(), nullable=True),
    sa.Column("channel_id", sa.BigInteger(), nullable=True),
    sa.Column("visibility", sa.String(7), nullable=False),
    sa.Column("ended_at", sa.DateTime(), nullable=True),
    sa.Column("single", sa.Boolean(), server_default="0", nullable=False),
    sa.Column("takes_talks", sa.Boolean(), server_default="1", nullable=False),
    sa.Column("venue", sa.String(40), nullable=True),
    sa.Column("invited", sa.Text(), nullable=True),
    sa.Column("capacity", sa.Integer(), nullable=True),
    sa.Column("by_invitation", sa.Boolean(), server_default="0", nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_series"),
    sa.CheckConstraint("minutes BETWEEN 5 AND 1440", name="ck_series_minutes"),
    sa.CheckConstraint("slots BETWEEN 1 AND 24", name="ck_series_slots"),
    sa.CheckConstraint("visibility IN ('public', 'members')", name="ck_series_visibility"),
    sa.ForeignKeyConstraint(
        ["collaboration_id"],
        ["collaborations.id"],
        name="fk_series_collaboration_id",
        ondelete="RESTRICT",
    ),
    sa.ForeignKeyConstraint(
        ["site_id"], ["sites.id"], name="fk_series_site_id", ondelete="SET NULL"
    ),
    sa.UniqueConstraint("collaboration_id", "slug", name="uq_series_collaboration_id_slug"),
)


def upgrade() -> None:
    """Make the table from the texts; members who are deleted are invited no more."""
    op.add_column(
        "series", sa.Column("by_invitation", sa.Boolean(), server_default="0", nullable=False)
    )
    guests = op.create_table(
        "guests",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_guests_series_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_guests_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("series_id", "member_id", name=op.f("pk_guests")),
    )
    op.create_index(op.f("ix_guests_member_id"), "guests", ["member_id"], unique=False)
    connection = op.get_bind()
    known = set(connection.scalars(sa.select(members.c.id)))
    closed = series.c.invited.is_not(None)
    found = connection.execute(sa.select(series.c.id, series.c.invited).where(closed)).all()
    invited = [
        {"series_id": row.id, "member_id": number}
        for row in found
        for number in sorted(known & {int(one) for one in row.invited.split()})
    ]
    if invited:
        connection.execute(sa.insert(guests), invited)
    # Where all of them are deleted, the meeting is still not for everybody.
    connection.execute(sa.update(series).where(closed).values(by_invitation=True))
    with op.batch_alter_table("series", copy_from=FORMER) as batch:
        batch.drop_column("invited")
