"""The tables."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
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

MAX_ID = 2**63 - 1  # what a BIGINT holds


class UtcDateTime(TypeDecorator[datetime]):
    """A time in UTC, stored without a zone: SQLite has no type for one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect):
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect):
        return value and value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What all tables share."""

    # Alembic finds and changes only constraints that have a name.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: UtcDateTime,
        # SQLite counts up only what is declared exactly INTEGER PRIMARY KEY.
        int: BigInteger().with_variant(Integer, "sqlite"),
        # Collation C: by code point, and only ASCII has two cases, as in SQLite.
        str: Text().with_variant(Text(collation="C"), "postgresql"),
    }


class User(Base):
    """Somebody who keeps bookmarks."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column()
    password_hash: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("uq_users_username", func.lower(username), unique=True),
        {"sqlite_autoincrement": True},
    )


class Token(Base):
    """What a caller shows to be known as a user; only its digest is kept."""

    __tablename__ = "tokens"

    digest: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="raise")


class SignInFailures(Base):
    """How many wrong passwords there were for what is counted, until a time."""

    __tablename__ = "sign_in_failures"

    counted: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    ends_at: Mapped[datetime]


class Bookmark(Base):
    """A URL that a user keeps."""

    __tablename__ = "bookmarks"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    url: Mapped[str]
    title: Mapped[str]
    notes: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    tag_rows: Mapped[set["Tag"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )
    tags: AssociationProxy[set[str]] = association_proxy(
        "tag_rows", "name", creator=lambda name: Tag(name=name)
    )

    @validates("tag_rows")
    def keep_user(self, _key: str, tag: "Tag") -> "Tag":
        tag.user_id = self.user_id
        return tag

    __table_args__ = (
        UniqueConstraint("user_id", "url"),
        # The two orders of the list, each ready to be read from any position.
        Index(None, "user_id", "created_at", "id"),
        Index(None, "user_id", "title", "id"),
        # An id is never given twice: an old link must not lead to something else.
        {"sqlite_autoincrement": True},
    )


class Tag(Base):
    """A word that a bookmark carries."""

    __tablename__ = "tags"

    bookmark_id: Mapped[int] = mapped_column(
        ForeignKey(Bookmark.id, ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    # Here too: in an index of tags alone, nobody's count reads the rows of others.
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))

    __table_args__ = (Index(None, "user_id", "name", "bookmark_id"),)
