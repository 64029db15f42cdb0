"""One meeting for each date of a series, apart from those that its series dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# As it was. SQLite cannot drop a constraint, so the table is made again.
meetings = sa.Table(
    "meetings",
    sa.MetaData(),
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("collaboration_id", sa.Integer(), nullable=False),
    sa.Column("series_id", sa.Integer(), nullable=False),
    sa.Column("place", sa.Date(), nullable=False),
    sa.Column("wall", sa.DateTime(), nullable=False),
    sa.Column("zone", sa.Text(), nullable=False),
    sa.Column("start", sa.DateTime(), nullable=False),
    sa.Column("minutes", sa.Integer(), nullable=False),
    sa.Column("status", sa.String(9), nullable=False),
    sa.Column("reason", sa.Text(), server_default="", nullable=False),
    sa.Column("moved_from", sa.DateTime(), nullable=True),
    sa.Column("tz_release", sa.Text(), nullable=False),
    sa.Column("room", sa.Text(), nullable=True),
    sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_meetings"),
    sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name="ck_meetings_minutes"),
    sa.CheckConstraint(
        "status IN ('scheduled', 'skipped', 'cancelled', 'dropped')",
        name="ck_meetings_meetingstatus",
    ),
    sa.ForeignKeyConstraint(
        ["collaboration_id"],
        ["collaborations.id"],
        name="fk_meetings_collaboration_id",
        ondelete="RESTRICT",
    ),
    sa.ForeignKeyConstraint(
        ["series_id"], ["series.id"], name="fk_meetings_series_id", ondelete="RESTRICT"
    ),
    sa.UniqueConstraint("series_id", "place", name="uq_meetings_series_id_place"),
    sa.Index("ix_meetings_collaboration_id_start", "collaboration_id", "start"),
    sa.Index("ix_meetings_series_id_start", "series_id", "start"),
)


def upgrade() -> None:
    """Let dropped meetings keep a date that another one takes."""
    with op.batch_alter_table("meetings", copy_from=meetings) as batch:
        batch.drop_constraint("uq_meetings_series_id_place", type_="unique")
    held = sa.text("status <> 'dropped'")
    op.create_index(
        "uq_meetings_series_id_place",
        "meetings",
        ["series_id", "place"],
        unique=True,
        sqlite_where=held,
        postgresql_where=held,
    )
