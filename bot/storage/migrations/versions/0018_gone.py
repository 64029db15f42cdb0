"""When feeds leave out a cancelled meeting that nobody was told of, long before its date."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the column; the cancelled meetings that calendars have stay as long as they would."""
    op.add_column("entries", sa.Column("gone_at", sa.DateTime(), nullable=True))
