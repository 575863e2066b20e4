"""/bookmarks and /bookmarks/{id}."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, g, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response

from . import schemas
from .auth import signed_in
from .database import get_session, writing
from .listing import page_of
from .models import Bookmark
from .responses import check_if_match, represent
from .validation import accepts

bp = Blueprint("bookmarks", __name__, url_prefix="/bookmarks")

CONFLICT = "You have a bookmark with this url already."


@bp.get("")
@signed_in
@accepts(query=schemas.BookmarkQuery)
def list_page(query: schemas.BookmarkQuery) -> Response:
    page = page_of(query)
    response = represent(page)
    if page.next:
        parameters = {**request.args.to_dict(flat=False), "cursor": page.next}
        target = url_for(".list_page", **parameters)
        response.headers["Link"] = f'<{target}>; rel="next"'
    return response


@bp.post("")
@signed_in
@accepts(body=schemas.BookmarkInput)
def create(body: schemas.BookmarkInput) -> Response:
    now = datetime.now(UTC)
    bookmark = Bookmark(
        user_id=g.user.id,
        created_at=now,
        updated_at=now,
        tag_rows=set(),  # a collection never set would have to be read back
        **body.model_dump(),
    )
    with writing(CONFLICT) as session:
        session.add(bookmark)
    response = show(bookmark, 201)
    response.location = url_for(".read", bookmark_id=bookmark.id)
    return response


@bp.get("/<id:bookmark_id>")
@signed_in
@accepts()
def read(bookmark_id: int) -> Response:
    return show(callers_bookmark(get_session(), bookmark_id))


@bp.put("/<id:bookmark_id>")
@signed_in
@accepts(body=schemas.BookmarkInput)
def replace(bookmark_id: int, body: schemas.BookmarkInput) -> Response:
    return change(bookmark_id, body.model_dump())


@bp.patch("/<id:bookmark_id>")
@signed_in
@accepts(body=schemas.BookmarkPatch)
def patch(bookmark_id: int, body: schemas.BookmarkPatch) -> Response:
    return change(bookmark_id, body.changes())


@bp.delete("/<id:bookmark_id>")
@signed_in
@accepts()
def delete(bookmark_id: int) -> tuple[str, int]:
    with writing() as session:
        bookmark = callers_bookmark(session, bookmark_id)
        check_if_match(show(bookmark))
        session.delete(bookmark)
    return "", 204


def change(bookmark_id: int, members: dict[str, Any]) -> Response:
    """Read, compare, set and store in one transaction: nothing comes between."""
    with writing(CONFLICT) as session:
        bookmark = callers_bookmark(session, bookmark_id)
        check_if_match(show(bookmark))
        for name, value in members.items():
            setattr(bookmark, name, value)
        if session.is_modified(bookmark):
            # Later than before, even when the clock is not.
            tick = timedelta(microseconds=1)
            bookmark.updated_at = max(datetime.now(UTC), bookmark.updated_at + tick)
    return show(bookmark)


def callers_bookmark(session: Session, bookmark_id: int) -> Bookmark:
    """The bookmark, or 404 where the caller has none with this id.

    In PostgreSQL the row is locked until the transaction ends; in SQLite a
    transaction that writes has locked everything already.
    """
    statement = (
        select(Bookmark)
        .where(Bookmark.id == bookmark_id, Bookmark.user_id == g.user.id)
        .options(selectinload(Bookmark.tag_rows))
    )
    if request.method != "GET":
        statement = statement.with_for_update()
    bookmark = session.scalar(statement)
    if bookmark is None:
        abort(404, "You have no bookmark with this id.")
    return bookmark


def show(bookmark: Bookmark, status: int = 200) -> Response:
    return represent(schemas.Bookmark.model_validate(bookmark), status)
