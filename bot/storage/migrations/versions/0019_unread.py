"""What could not be read of members' own calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the columns; they are filled when a calendar is read the next time."""
    for column in (
        sa.Column("entries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("unread", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("unread_lines", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("diaries", column)
