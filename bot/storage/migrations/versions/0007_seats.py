"""Seats: who comes to a meeting, and who waits for a place."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table, with a seat for each who said that they come."""
    op.add_column("series", sa.Column("capacity", sa.Integer(), nullable=True))
    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_seats_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_seats_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("meeting_id", "member_id", name=op.f("uq_seats_meeting_id_member_id")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_seats_meeting_id_position")),
    )
    op.create_index(op.f("ix_seats_member_id"), "seats", ["member_id"], unique=False)
    op.execute(
        "INSERT INTO seats (meeting_id, member_id, position) "
        "SELECT meeting_id, member_id, row_number() OVER "
        "(PARTITION BY meeting_id ORDER BY answered_at, member_id) - 1 "
        "FROM answers WHERE answer = 'going'"
    )
