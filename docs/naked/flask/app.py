"""The bookmarks API as Flask's tutorial and its SQLAlchemy pattern lead to it.

Complete, and unhardened: what passes the contract here comes by itself.
"""

import os
import secrets
from datetime import UTC, datetime, timedelta

from flask import Flask, abort, g, request, url_for
from sqlalchemy import ForeignKey, String, create_engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
    relationship,
    scoped_session,
    sessionmaker,
)
from werkzeug.security import check_password_hash, generate_password_hash

app = Flask(__name__)
engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///bookmarks.db"))
db = scoped_session(sessionmaker(engine))


@app.teardown_appcontext
def remove_session(exception=None):
    db.remove()


def now():
    return datetime.now(UTC)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(30), unique=True)
    password: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)

    def to_dict(self):
        created_at = self.created_at.isoformat()
        return {"id": self.id, "username": self.username, "created_at": created_at}


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
    tags: Mapped[list["Tag"]] = relationship(cascade="all, delete-orphan")

    def to_dict(self):
        return {
            "id": self.id,
            "url": self.url,
            "title": self.title,
            "notes": self.notes,
            "tags": [tag.name for tag in self.tags],
            "created_at": self.created_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
        }


class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    bookmark_id: Mapped[int] = mapped_column(ForeignKey("bookmarks.id"))
    name: Mapped[str] = mapped_column(String(50))


@app.cli.command("init-db")
def init_db():
    Base.metadata.create_all(engine)


def login_required():
    header = request.headers.get("Authorization", "")
    token = db.get(Token, header.removeprefix("Bearer "))
    if token is None:
        abort(401)
    g.token = token
    g.user = token.user


def get_bookmark(id):
    bookmark = db.get(Bookmark, id)
    if bookmark is None or bookmark.user_id != g.user.id:
        abort(404)
    return bookmark


@app.post("/users")
def create_user():
    data = request.get_json()
    if not data["username"]:
        abort(400, "Username is required.")
    if not data["password"]:
        abort(400, "Password is required.")
    password = generate_password_hash(data["password"])
    user = User(username=data["username"], password=password)
    db.add(user)
    try:
        db.commit()
    except IntegrityError:
        abort(409, f"User {data['username']} is already registered.")
    return user.to_dict(), 201


@app.get("/users/me")
def read_user():
    login_required()
    return g.user.to_dict()


@app.post("/tokens")
def create_token():
    data = request.get_json()
    user = db.scalar(select(User).where(User.username == data["username"]))
    if user is None or not check_password_hash(user.password, data["password"]):
        abort(401)
    token = Token(
        token=secrets.token_urlsafe(32),
        expires_at=now() + timedelta(days=1),
        user=user,
    )
    db.add(token)
    db.commit()
    return {"token": token.token, "expires_at": token.expires_at.isoformat()}, 201


@app.delete("/tokens/current")
def delete_token():
    login_required()
    db.delete(g.token)
    db.commit()
    return "", 204


@app.get("/bookmarks")
def list_bookmarks():
    login_required()
    query = select(Bookmark).where(Bookmark.user_id == g.user.id)
    if q := request.args.get("q"):
        query = query.where(Bookmark.title.contains(q))
    for tag in request.args.getlist("tag"):
        query = query.where(Bookmark.tags.any(Tag.name == tag))
    limit = request.args.get("limit", 20, type=int)
    offset = request.args.get("cursor", 0, type=int)
    query = query.order_by(Bookmark.created_at.desc()).limit(limit).offset(offset)
    items = [bookmark.to_dict() for bookmark in db.scalars(query)]
    following = str(offset + limit) if len(items) == limit else None
    return {"items": items, "next": following}


@app.post("/bookmarks")
def create_bookmark():
    login_required()
    data = request.get_json()
    if not data["title"]:
        abort(400, "Title is required.")
    bookmark = Bookmark(
        user_id=g.user.id,
        url=data["url"],
        title=data["title"],
        notes=data.get("notes", ""),
        tags=[Tag(name=name) for name in data.get("tags", [])],
    )
    db.add(bookmark)
    db.commit()
    location = url_for("read_bookmark", id=bookmark.id)
    return bookmark.to_dict(), 201, {"Location": location}


@app.get("/bookmarks/<int:id>")
def read_bookmark(id):
    login_required()
    return get_bookmark(id).to_dict()


@app.put("/bookmarks/<int:id>")
def replace_bookmark(id):
    login_required()
    bookmark = get_bookmark(id)
    data = request.get_json()
    if not data["title"]:
        abort(400, "Title is required.")
    bookmark.url = data["url"]
    bookmark.title = data["title"]
    bookmark.notes = data.get("notes", "")
    bookmark.tags = [Tag(name=name) for name in data.get("tags", [])]
    db.commit()
    return bookmark.to_dict()


@app.patch("/bookmarks/<int:id>")
def update_bookmark(id):
    login_required()
    bookmark = get_bookmark(id)
    data = request.get_json()
    for name in ("url", "title", "notes"):
        if name in data:
            setattr(bookmark, name, data[name])
    if "tags" in data:
        bookmark.tags = [Tag(name=name) for name in data["tags"]]
    db.commit()
    return bookmark.to_dict()


@app.delete("/bookmarks/<int:id>")
def delete_bookmark(id):
    login_required()
    db.delete(get_bookmark(id))
    db.commit()
    return "", 204


@app.get("/tags")
def list_tags():
    login_required()
    query = (
        select(Tag.name, func.count())
        .join(Bookmark, Tag.bookmark_id == Bookmark.id)
        .where(Bookmark.user_id == g.user.id)
        .group_by(Tag.name)
        .order_by(Tag.name)
    )
    rows = db.execute(query)
    return {"items": [{"name": name, "count": count} for name, count in rows]}


@app.get("/health")
def health():
    return {"status": "ok"}
