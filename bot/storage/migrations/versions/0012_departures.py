"""Servers that removed Meridian, and what is left of collaborations that were deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Keep when a server left, whose database this is, and the tombstones."""
    op.add_column("collaborations", sa.Column("left_at", sa.DateTime(), nullable=True))
    op.add_column("instance", sa.Column("application_id", sa.BigInteger(), nullable=True))
    op.add_column(
        "instance", sa.Column("last_meeting_id", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_table(
        "tombstones",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_tombstones")),
    )
