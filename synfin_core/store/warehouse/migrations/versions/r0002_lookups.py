"""Indices for the questions of screens: the legs of a case, and the history of a customer."""

from alembic import op
from sqlalchemy import text

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None

SCHEMA = "synfinance"
INDICES = {"case_legs": "fraud_case_id", "payer_history": "payer_customer_id"}


def upgrade() -> None:
    """Make the indices; a case has few legs, so that the first costs next to nothing."""
    for name, column in INDICES.items():
        filled = text(f"{column} IS NOT NULL")
        op.create_index(name, "transactions", ["dataset_id", column], schema=SCHEMA, postgresql_where=filled)


def downgrade() -> None:
    """Drop the indices; no row is touched."""
    for name in INDICES:
        op.drop_index(name, "transactions", schema=SCHEMA)
