"""The roles of members, as Discord told them last."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Keep the ids of a member's roles beside the member."""
    op.add_column("members", sa.Column("role_ids", sa.Text(), server_default="", nullable=False))
