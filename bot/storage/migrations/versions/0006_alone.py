"""Meetings alone: each the only date of a series of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Say of series what sets those of one meeting apart."""
    for column in (
        sa.Column("single", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("takes_talks", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("venue", sa.String(40), nullable=True),
        sa.Column("invited", sa.Text(), nullable=True),
    ):
        op.add_column("series", column)
