"""tokens expire"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "flask_0003"
down_revision = "flask_0002"

tokens = sa.table(
    "tokens",
    sa.column("digest", sa.Text()),
    sa.column("created_at", sa.DateTime()),
    sa.column("expires_at", sa.DateTime()),
)


def upgrade() -> None:
    op.add_column("tokens", sa.Column("expires_at", sa.DateTime(), nullable=True))
    # Tokens made before there was an expiry live for a day, as new ones do.
    for row in op.get_bind().execute(sa.select(tokens)).all():
        op.execute(
            sa.update(tokens)
            .where(tokens.c.digest == row.digest)
            .values(expires_at=row.created_at + timedelta(days=1))
        )
    # resolve_fks: only this table is copied, so only this one is looked at.
    with op.batch_alter_table("tokens", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.alter_column("expires_at", existing_type=sa.DateTime(), nullable=False)


def downgrade() -> None:
    op.drop_column("tokens", "expires_at")
