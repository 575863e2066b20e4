"""tags name their user

Revision ID: fastapi_0005
Revises: fastapi_0004
"""

import sqlalchemy as sa
from alembic import op

revision = "fastapi_0005"
down_revision = "fastapi_0004"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("tags", sa.Column("user_id", BIG_ID, nullable=True))
    op.execute(
        "UPDATE tags SET user_id ="
        " (SELECT user_id FROM bookmarks WHERE bookmarks.id = tags.bookmark_id)"
    )
    with op.batch_alter_table("tags") as batch:
        batch.alter_column("user_id", nullable=False)
        batch.create_foreign_key(
            op.f("fk_tags_user_id_users"),
            "users",
            ["user_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch.create_index(
            op.f("ix_tags_user_id_name_bookmark_id"), ["user_id", "name", "bookmark_id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("tags") as batch:
        batch.drop_index(op.f("ix_tags_user_id_name_bookmark_id"))
        batch.drop_constraint(op.f("fk_tags_user_id_users"), type_="foreignkey")
        batch.drop_column("user_id")
