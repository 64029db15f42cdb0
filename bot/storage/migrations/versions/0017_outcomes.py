"""How drafts end: they are kept for two days, so that old buttons can say what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Drafts that are here can still be saved."""
    op.add_column("drafts", sa.Column("outcome", sa.String(40), nullable=True))
