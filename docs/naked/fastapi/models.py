"""The tables, as SQLAlchemy's quickstart declares them."""

import os
from datetime import UTC, datetime

from sqlalchemy import ForeignKey, String, create_engine
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
    relationship,
    sessionmaker,
)

engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///bookmarks.db"))
SessionLocal = sessionmaker(engine)


def now():
    return datetime.now(UTC)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(30), unique=True)
    hashed_password: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Token(Base):
    __tablename__ = "tokens"
    token: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship()


class Bookmark(Base):
    __tablename__ = "bookmarks"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    url: Mapped[str] = mapped_column(String(2000))
    title: Mapped[str] = mapped_column(String(200))
    notes: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    tag_rows: Mapped[list["Tag"]] = relationship(cascade="all, delete-orphan")

    @property
    def tags(self):
        return [tag.name for tag in self.tag_rows]

    @tags.setter
    def tags(self, names):
        self.tag_rows = [Tag(name=name) for name in names]


class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    bookmark_id: Mapped[int] = mapped_column(ForeignKey("bookmarks.id"))
    name: Mapped[str] = mapped_column(String(50))


def create_tables():
    Base.metadata.create_all(engine)
