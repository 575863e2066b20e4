"""tags know their user"""

import sqlalchemy as sa
from alembic import op

revision = "flask_0005"
down_revision = "flask_0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

bookmarks = sa.table("bookmarks", sa.column("id", ID), sa.column("user_id", ID))
tags = sa.table("tags", sa.column("bookmark_id", ID), sa.column("user_id", ID))


def upgrade() -> None:
    op.add_column("tags", sa.Column("user_id", ID, nullable=True))
    owner = sa.select(bookmarks.c.user_id).where(bookmarks.c.id == tags.c.bookmark_id)
    op.execute(sa.update(tags).values(user_id=owner.scalar_subquery()))
    # resolve_fks: only this table is copied, so only this one is looked at.
    with op.batch_alter_table("tags", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.alter_column("user_id", existing_type=ID, nullable=False)
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
    with op.batch_alter_table("tags", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_index(op.f("ix_tags_user_id_name_bookmark_id"))
        batch.drop_constraint(op.f("fk_tags_user_id_users"), type_="foreignkey")
        batch.drop_column("user_id")
