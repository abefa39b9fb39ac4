"""Greetings"""

import sqlalchemy as sa
from alembic import op

from storage.engines.types import Id, Instant, Words

revision = "9000"
down_revision = "HEAD"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "greetings",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("greeted_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_greetings_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_greetings")),
    )
    op.create_index("ix_greetings_customer", "greetings", ["customer_id", "greeted_at"])


def downgrade() -> None:
    op.drop_table("greetings")
