"""tags in a table of their own

Revision ID: fastapi_0002
Revises: fastapi_0001
"""

import sqlalchemy as sa
from alembic import op

revision = "fastapi_0002"
down_revision = "fastapi_0001"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

bookmarks = sa.table("bookmarks", sa.column("id", BIG_ID), sa.column("tags", TEXT))


def upgrade() -> None:
    tags = op.create_table(
        "tags",
        sa.Column("bookmark_id", BIG_ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("bookmark_id", "name", name="pk_tags"),
        sa.ForeignKeyConstraint(
            ["bookmark_id"],
            ["bookmarks.id"],
            name="fk_tags_bookmark_id",
            ondelete="CASCADE",
        ),
    )
    connection = op.get_bind()
    tagged = connection.execute(sa.select(bookmarks).where(bookmarks.c.tags != ""))
    for some in tagged.partitions(1000):
        rows = [
            {"bookmark_id": bookmark.id, "name": name}
            for bookmark in some
            for name in bookmark.tags.split(",")
        ]
        connection.execute(tags.insert(), rows)
    # Not by a batch: a copy of the table would forget which ids were given out.
    op.drop_column("bookmarks", "tags")


def downgrade() -> None:
    op.add_column(
        "bookmarks", sa.Column("tags", TEXT, nullable=False, server_default="")
    )
    connection = op.get_bind()
    names: dict[int, list[str]] = {}
    for bookmark_id, name in connection.execute(
        sa.text("SELECT bookmark_id, name FROM tags ORDER BY name")
    ):
        names.setdefault(bookmark_id, []).append(name)
    for bookmark_id, some in names.items():
        connection.execute(
            bookmarks.update()
            .where(bookmarks.c.id == bookmark_id)
            .values(tags=",".join(some))
        )
    op.drop_table("tags")
