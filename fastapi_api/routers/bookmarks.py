"""The caller's bookmarks."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from fastapi_api import models
from fastapi_api.auth import Caller
from fastapi_api.conditional import Preconditions
from fastapi_api.cursors import write_cursor
from fastapi_api.database import Database
from fastapi_api.description import ERROR, LINK, headers
from fastapi_api.errors import conflict
from fastapi_api.listing import BookmarkQuery, select_page
from fastapi_api.ownership import Own
from fastapi_api.routing import Route
from fastapi_api.schemas import (
    NO_QUERY,
    Bookmark,
    BookmarkInput,
    BookmarkPage,
    BookmarkPatch,
)

router = APIRouter(prefix="/bookmarks", route_class=Route)
item = APIRouter(
    prefix="/bookmarks/{id:id}",
    route_class=Route,
    dependencies=[NO_QUERY],
    responses={404: ERROR},
)
TAKEN = "You already have a bookmark of this url."


@router.get("", response_model=BookmarkPage, responses={200: LINK})
def list_bookmarks(
    query: Annotated[BookmarkQuery, Query()],
    caller: Caller,
    database: Database,
    request: Request,
    response: Response,
) -> dict[str, Any]:
    with database.read() as session:
        rows = session.scalars(select_page(caller, query)).all()
    if len(rows) <= query.limit:
        return {"items": rows, "next": None}
    items = rows[: query.limit]
    cursor = write_cursor(query.sort, items[-1])
    url = request.url.include_query_params(cursor=cursor)
    response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    return {"items": items, "next": cursor}


@router.post(
    "",
    response_model=Bookmark,
    status_code=201,
    responses={201: headers("Location"), 409: ERROR},
    dependencies=[NO_QUERY],
)
def create_bookmark(
    body: BookmarkInput, caller: Caller, database: Database, response: Response
) -> models.Bookmark:
    now = datetime.now(UTC)
    bookmark = models.Bookmark(
        user_id=caller.id,
        created_at=now,
        updated_at=now,
        tag_rows=set(),  # or it would be taken for not loaded if there are no tags
        **body.model_dump(),
    )
    with conflict(TAKEN), database.write.begin() as session:
        session.add(bookmark)
    response.headers["Location"] = f"/bookmarks/{bookmark.id}"
    return bookmark


@item.get("", response_model=Bookmark)
def read_bookmark(own: Own, database: Database) -> models.Bookmark:
    with database.read() as session:
        return own.load(session)


@item.put("", response_model=Bookmark, responses={409: ERROR, 412: ERROR})
def replace_bookmark(
    body: BookmarkInput, own: Own, conditions: Preconditions, database: Database
) -> models.Bookmark:
    return change(body.model_dump(), own, conditions, database)


@item.patch("", response_model=Bookmark, responses={409: ERROR, 412: ERROR})
def patch_bookmark(
    body: BookmarkPatch, own: Own, conditions: Preconditions, database: Database
) -> models.Bookmark:
    return change(body.model_dump(), own, conditions, database)


@item.delete("", status_code=204, response_class=Response, responses={412: ERROR})
def delete_bookmark(own: Own, conditions: Preconditions, database: Database) -> None:
    with database.write.begin() as session:
        bookmark = own.load(session, lock=True)
        conditions.check(Bookmark.model_validate(bookmark))
        session.delete(bookmark)


def change(
    members: dict[str, Any], own: Own, conditions: Preconditions, database: Database
) -> models.Bookmark:
    """Read, compare and write in one transaction, so that nothing is lost."""
    with conflict(TAKEN), database.write.begin() as session:
        bookmark = own.load(session, lock=True)
        conditions.check(Bookmark.model_validate(bookmark))
        for name, value in members.items():
            setattr(bookmark, name, value)
        if session.is_modified(bookmark):
            # Later than before, even if the clock was set back.
            least = bookmark.updated_at + timedelta(microseconds=1)
            bookmark.updated_at = max(datetime.now(UTC), least)
    return bookmark
