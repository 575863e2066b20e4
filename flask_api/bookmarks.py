"""/bookmarks and /bookmarks/{id}."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, g, request, url_for
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from . import schemas
from .auth import signed_in
from .conditional import check_preconditions, represent
from .database import get_session, writing
from .listing import page_of
from .models import Bookmark
from .validation import accepts

bp = Blueprint("bookmarks", __name__, url_prefix="/bookmarks")

CONFLICT = "You have a bookmark with this url already."

# Built once: in SQLAlchemy that takes longer than to run them.
THIS_ONE = select(Bookmark).where(
    Bookmark.id == bindparam("id"), Bookmark.user_id == bindparam("user_id")
)
TO_READ = THIS_ONE.options(joinedload(Bookmark.tag_rows))
# PostgreSQL waits here for who has the row; its tags are read after that, in a
# statement of their own, or they would be those from before the wait. (In SQLite
# a transaction that writes has waited already.)
TO_CHANGE = THIS_ONE.with_for_update().options(selectinload(Bookmark.tag_rows))


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
    return show(callers_bookmark(TO_READ, bookmark_id))


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
        bookmark = callers_bookmark(TO_CHANGE, bookmark_id)
        check_preconditions(show(bookmark))
        session.delete(bookmark)
    return "", 204


def change(bookmark_id: int, members: dict[str, Any]) -> Response:
    """Read, compare, set and store in one transaction: nothing comes between."""
    with writing(CONFLICT) as session:
        bookmark = callers_bookmark(TO_CHANGE, bookmark_id)
        check_preconditions(show(bookmark))
        for name, value in members.items():
            setattr(bookmark, name, value)
        if session.is_modified(bookmark):
            # Later than before, even when the clock is not.
            tick = timedelta(microseconds=1)
            bookmark.updated_at = max(datetime.now(UTC), bookmark.updated_at + tick)
    return show(bookmark)


def callers_bookmark(statement: Select[tuple[Bookmark]], bookmark_id: int) -> Bookmark:
    """The bookmark, or 404 where the caller has none with this id."""
    rows = get_session().scalars(statement, {"id": bookmark_id, "user_id": g.user.id})
    bookmark = rows.unique().one_or_none()
    if bookmark is None:
        abort(404, "You have no bookmark with this id.")
    return bookmark


def show(bookmark: Bookmark, status: int = 200) -> Response:
    return represent(schemas.Bookmark.model_validate(bookmark), status)
