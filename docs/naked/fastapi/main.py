"""The bookmarks API as FastAPI's tutorial leads to it.

Complete, and unhardened: what passes the contract here comes by itself.
"""

import secrets
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Response
from fastapi.security import OAuth2PasswordBearer
from models import Bookmark, SessionLocal, Tag, Token, User, now
from pwdlib import PasswordHash
from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlalchemy.orm import Session

app = FastAPI()
password_hash = PasswordHash.recommended()
# Verified in place of a user who is not there, as the tutorial does.
DUMMY_HASH = password_hash.hash("dummypassword")
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="tokens")


def get_session():
    with SessionLocal() as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]
TokenDep = Annotated[str, Depends(oauth2_scheme)]


def get_current_user(session: SessionDep, token: TokenDep):
    # The tutorial's tokens are JWTs, whose end is checked when they are decoded.
    query = select(Token).where(Token.token == token, Token.expires_at > now())
    row = session.scalar(query)
    if row is None:
        raise HTTPException(
            status_code=401,
            detail="Could not validate credentials",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return row.user


UserDep = Annotated[User, Depends(get_current_user)]


class Credentials(BaseModel):
    username: str
    password: str


class UserPublic(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: int
    username: str
    created_at: datetime


class TokenPublic(BaseModel):
    token: str
    expires_at: datetime


class BookmarkCreate(BaseModel):
    url: str
    title: str
    notes: str = ""
    tags: list[str] = []


class BookmarkUpdate(BaseModel):
    url: str | None = None
    title: str | None = None
    notes: str | None = None
    tags: list[str] | None = None


class BookmarkPublic(BookmarkCreate):
    model_config = ConfigDict(from_attributes=True)
    id: int
    created_at: datetime
    updated_at: datetime


class BookmarkPage(BaseModel):
    items: list[BookmarkPublic]
    next: str | None


@app.post("/users", response_model=UserPublic, status_code=201)
def create_user(data: Credentials, session: SessionDep):
    user = User(
        username=data.username,
        hashed_password=password_hash.hash(data.password),
    )
    session.add(user)
    session.commit()
    session.refresh(user)
    return user


@app.get("/users/me", response_model=UserPublic)
def read_user(user: UserDep):
    return user


@app.post("/tokens", response_model=TokenPublic, status_code=201)
def create_token(data: Credentials, session: SessionDep):
    user = session.scalar(select(User).where(User.username == data.username))
    hashed_password = user.hashed_password if user else DUMMY_HASH
    if not password_hash.verify(data.password, hashed_password) or user is None:
        raise HTTPException(
            status_code=401,
            detail="Incorrect username or password",
            headers={"WWW-Authenticate": "Bearer"},
        )
    expires_at = now() + timedelta(days=1)
    token = Token(token=secrets.token_urlsafe(32), expires_at=expires_at, user=user)
    session.add(token)
    session.commit()
    session.refresh(token)
    return token


@app.delete("/tokens/current", status_code=204)
def delete_token(session: SessionDep, user: UserDep, token: TokenDep):
    session.delete(session.get(Token, token))
    session.commit()


@app.get("/bookmarks", response_model=BookmarkPage)
def list_bookmarks(
    session: SessionDep,
    user: UserDep,
    q: str | None = None,
    tag: Annotated[list[str], Query()] = [],  # noqa: B006 (as the tutorial has it)
    limit: Annotated[int, Query(le=100)] = 20,
    cursor: int = 0,
):
    query = select(Bookmark).where(Bookmark.user_id == user.id)
    if q:
        query = query.where(Bookmark.title.contains(q))
    for name in tag:
        query = query.where(Bookmark.tag_rows.any(Tag.name == name))
    query = query.order_by(Bookmark.created_at.desc()).offset(cursor).limit(limit)
    items = session.scalars(query).all()
    following = str(cursor + limit) if len(items) == limit else None
    return {"items": items, "next": following}


@app.post("/bookmarks", response_model=BookmarkPublic, status_code=201)
def create_bookmark(
    data: BookmarkCreate, session: SessionDep, user: UserDep, response: Response
):
    bookmark = Bookmark(user_id=user.id, **data.model_dump())
    session.add(bookmark)
    session.commit()
    session.refresh(bookmark)
    response.headers["Location"] = f"/bookmarks/{bookmark.id}"
    return bookmark


def get_bookmark(id: int, session: SessionDep, user: UserDep):
    bookmark = session.get(Bookmark, id)
    if bookmark is None or bookmark.user_id != user.id:
        raise HTTPException(status_code=404, detail="Bookmark not found")
    return bookmark


BookmarkDep = Annotated[Bookmark, Depends(get_bookmark)]


@app.get("/bookmarks/{id}", response_model=BookmarkPublic)
def read_bookmark(bookmark: BookmarkDep):
    return bookmark


@app.put("/bookmarks/{id}", response_model=BookmarkPublic)
def replace_bookmark(data: BookmarkCreate, bookmark: BookmarkDep, session: SessionDep):
    for name, value in data.model_dump().items():
        setattr(bookmark, name, value)
    session.commit()
    session.refresh(bookmark)
    return bookmark


@app.patch("/bookmarks/{id}", response_model=BookmarkPublic)
def update_bookmark(data: BookmarkUpdate, bookmark: BookmarkDep, session: SessionDep):
    for name, value in data.model_dump(exclude_unset=True).items():
        setattr(bookmark, name, value)
    session.commit()
    session.refresh(bookmark)
    return bookmark


@app.delete("/bookmarks/{id}", status_code=204)
def delete_bookmark(bookmark: BookmarkDep, session: SessionDep):
    session.delete(bookmark)
    session.commit()


@app.get("/tags")
def list_tags(session: SessionDep, user: UserDep):
    query = (
        select(Tag.name, func.count())
        .join(Bookmark, Tag.bookmark_id == Bookmark.id)
        .where(Bookmark.user_id == user.id)
        .group_by(Tag.name)
        .order_by(Tag.name)
    )
    rows = session.execute(query)
    return {"items": [{"name": name, "count": count} for name, count in rows]}


@app.get("/health")
def health():
    return {"status": "ok"}
