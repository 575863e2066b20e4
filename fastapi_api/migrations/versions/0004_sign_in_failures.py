"""wrong passwords are counted

Revision ID: fastapi_0004
Revises: fastapi_0003
"""

import sqlalchemy as sa
from alembic import op

revision = "fastapi_0004"
down_revision = "fastapi_0003"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sign_in_failures",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("failures", BIG, nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_failures")),
    )


def downgrade() -> None:
    op.drop_table("sign_in_failures")
