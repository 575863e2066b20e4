"""users, tokens and bookmarks, the tags as one text

Revision ID: fastapi_0001
"""

import sqlalchemy as sa
from alembic import op

revision = "fastapi_0001"
down_revision = None

# A migration keeps what was true when it was written: it repeats these types
# instead of importing today's from models.py.
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("username", TEXT, nullable=False),
        sa.Column("password_hash", TEXT, nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_users_username", "users", [sa.text("lower(username)")], unique=True
    )
    op.create_table(
        "tokens",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("user_id", BIG_ID, nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_tokens"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_tokens_user_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "bookmarks",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", BIG_ID, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("notes", TEXT, nullable=False),
        sa.Column("tags", TEXT, nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bookmarks"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_bookmarks_user_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("user_id", "url", name="uq_bookmarks_user_id_url"),
        sqlite_autoincrement=True,
    )
    for order in "created_at", "title":
        op.create_index(
            f"ix_bookmarks_user_id_{order}_id", "bookmarks", ["user_id", order, "id"]
        )


def downgrade() -> None:
    op.drop_table("bookmarks")
    op.drop_table("tokens")
    op.drop_table("users")
