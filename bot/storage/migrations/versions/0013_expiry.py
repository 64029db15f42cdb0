"""When a talk was withdrawn, and indexes that find what expires."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Note when talks are withdrawn; for those that were already, the year begins now."""
    op.add_column("talks", sa.Column("withdrawn_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE talks SET withdrawn_at = CURRENT_TIMESTAMP WHERE status = 'withdrawn'")
    for name, table, column, condition in (
        ("ix_talks_withdrawn", "talks", "withdrawn_at", "withdrawn_at IS NOT NULL"),
        ("ix_members_left", "members", "left_at", "left_at IS NOT NULL"),
        (
            "ix_deliveries_over",
            "deliveries",
            "pointless_after",
            "state IN ('sent', 'expired', 'withdrawn', 'dropped')",
        ),
    ):
        op.create_index(name, table, [column], sqlite_where=sa.text(condition))
