"""tags in a table of their own"""

import sqlalchemy as sa
from alembic import op

revision = "flask_0002"
down_revision = "flask_0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

bookmarks = sa.table("bookmarks", sa.column("id", ID), sa.column("tags", TEXT))


def upgrade() -> None:
    tags = op.create_table(
        "tags",
        sa.Column("bookmark_id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("bookmark_id", "name", name=op.f("pk_tags")),
        sa.ForeignKeyConstraint(
            ["bookmark_id"],
            ["bookmarks.id"],
            name=op.f("fk_tags_bookmark_id_bookmarks"),
            ondelete="CASCADE",
        ),
    )
    rows = op.get_bind().execute(sa.select(bookmarks).where(bookmarks.c.tags != ""))
    op.bulk_insert(
        tags,
        [
            {"bookmark_id": row.id, "name": name}
            for row in rows
            for name in row.tags.split(",")
        ],
    )
    # Not in a batch: its copy of the table would forget which ids were given.
    op.drop_column("bookmarks", "tags")


def downgrade() -> None:
    op.add_column(
        "bookmarks", sa.Column("tags", TEXT, nullable=False, server_default="")
    )
    tags = sa.table("tags", sa.column("bookmark_id", ID), sa.column("name", TEXT))
    lists: dict[int, list[str]] = {}
    for row in op.get_bind().execute(sa.select(tags).order_by(tags.c.name)):
        lists.setdefault(row.bookmark_id, []).append(row.name)
    for bookmark_id, names in lists.items():
        op.execute(
            sa.update(bookmarks)
            .where(bookmarks.c.id == bookmark_id)
            .values(tags=",".join(names))
        )
    op.drop_table("tags")
