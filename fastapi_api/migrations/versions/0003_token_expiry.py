"""tokens expire

Revision ID: fastapi_0003
Revises: fastapi_0002
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "fastapi_0003"
down_revision = "fastapi_0002"

tokens = sa.table(
    "tokens",
    sa.column("digest", sa.Text()),
    sa.column("created_at", sa.DateTime()),
    sa.column("expires_at", sa.DateTime()),
)


def upgrade() -> None:
    op.add_column("tokens", sa.Column("expires_at", sa.DateTime(), nullable=True))
    connection = op.get_bind()
    # Tokens from before this step expire one day after they were made.
    expiries = [
        {"old": token.digest, "expiry": token.created_at + timedelta(days=1)}
        for token in connection.execute(sa.select(tokens.c.digest, tokens.c.created_at))
    ]
    if expiries:
        connection.execute(
            tokens.update()
            .where(tokens.c.digest == sa.bindparam("old"))
            .values(expires_at=sa.bindparam("expiry")),
            expiries,
        )
    with op.batch_alter_table("tokens") as batch:
        batch.alter_column("expires_at", nullable=False)


def downgrade() -> None:
    op.drop_column("tokens", "expires_at")
