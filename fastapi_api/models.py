"""The tables."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
    relationship,
    validates,
)

from fastapi_api.database import UTCDateTime

MAX_ID = 2**63 - 1  # what a BIGINT holds
# SQLite gives out ids by itself only in a column of exactly this type.
BIG_ID = BigInteger().with_variant(Integer(), "sqlite")
# Text compares by code point, and lower() changes ASCII only: on SQLite always,
# on PostgreSQL in this collation.
PLAIN_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


class Base(DeclarativeBase):
    """Every constraint gets a name: without one Alembic cannot find it on SQLite."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        int: BIG_ID,
        str: PLAIN_TEXT,
        datetime: UTCDateTime(),
    }


class User(Base):
    """Somebody with a password."""

    __tablename__ = "users"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str]
    password_hash: Mapped[str]
    created_at: Mapped[datetime]


# Ada and ada are one user; the name is shown as it was first written.
Index("uq_users_username", func.lower(User.username), unique=True)


class Token(Base):
    """A way in for a user. Of the token itself only the digest is kept."""

    __tablename__ = "tokens"

    digest: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInFailures(Base):
    """How many wrong passwords were counted under one key, in a window of time."""

    __tablename__ = "sign_in_failures"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    ends_at: Mapped[datetime]


class Tag(Base):
    """That one bookmark carries one tag."""

    __tablename__ = "tags"
    # With the user in it, counting the tags of one reads those of nobody else.
    __table_args__ = (Index(None, "user_id", "name", "bookmark_id"),)

    bookmark_id: Mapped[int] = mapped_column(
        ForeignKey("bookmarks.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))


class Bookmark(Base):
    """A page that a user keeps."""

    __tablename__ = "bookmarks"
    __table_args__ = (
        UniqueConstraint("user_id", "url"),
        # One for each order of a list; the id breaks ties.
        Index(None, "user_id", "created_at", "id"),
        Index(None, "user_id", "title", "id"),
        # An id is never given out twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    url: Mapped[str]
    title: Mapped[str]
    notes: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    # lazy="raise": a query that forgets to load the tags fails in the first test,
    # instead of sending one more statement for each bookmark of a page.
    tag_rows: Mapped[set[Tag]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )
    # The names as a set: assigning to it adds and removes only what differs.
    tags: AssociationProxy[set[str]] = association_proxy(
        "tag_rows", "name", creator=lambda name: Tag(name=name)
    )

    @validates("tag_rows")
    def of_the_same_user(self, _: str, tag: Tag) -> Tag:
        tag.user_id = self.user_id
        return tag
