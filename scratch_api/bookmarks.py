"""Bookmarks: POST /bookmarks, and GET, PUT, PATCH, DELETE /bookmarks/{id}.

Stands for: a blueprint, a view or a router of yours, and the model behind it.

Each handler goes the same way down: who is calling, is the body right, then the
database. `listing.py` answers GET /bookmarks.
"""

from typing import Any, NamedTuple

from scratch_api import auth, times, validation
from scratch_api.auth import Caller
from scratch_api.database import Database, Row, Session
from scratch_api.drivers import Duplicate
from scratch_api.errors import Conflict
from scratch_api.web.bodies import MERGE_PATCH
from scratch_api.web.conditional import check_preconditions, private_json
from scratch_api.web.problems import NotFound
from scratch_api.web.request import Request
from scratch_api.web.response import Response

DEFAULTS: dict[str, Any] = {"notes": "", "tags": []}

SELECT = """
SELECT id, url, title, notes,
    (SELECT string_agg(name, ',') FROM tags WHERE bookmark_id = bookmarks.id),
    created_at, updated_at
FROM bookmarks"""


class Bookmark(NamedTuple):
    """A bookmark with its tags, as it is stored."""

    id: int
    url: str
    title: str
    notes: str
    tags: list[str]
    created_at: int
    updated_at: int


def create(request: Request, database: Database) -> Response:
    """Create a bookmark."""
    caller = auth.caller(request, database)
    body = validation.read_body(
        request, validation.BOOKMARK, validation.BOOKMARK_REQUIRED
    )
    content = _content(DEFAULTS | body)
    try:
        with database.write() as session:
            bookmark = _insert(session, caller, content)
    except Duplicate as error:
        raise _conflict() from error
    location = [("Location", f"/bookmarks/{bookmark.id}")]
    return private_json(request, 201, representation(bookmark), location)


def read(request: Request, database: Database) -> Response:
    """Read a bookmark."""
    caller = auth.caller(request, database)
    validation.no_query(request)
    with database.read() as session:
        bookmark = _find(session, caller, request.parameters["id"])
    return private_json(request, 200, representation(bookmark))


def replace(request: Request, database: Database) -> Response:
    """Replace a bookmark: what the body does not name returns to its default."""
    caller = auth.caller(request, database)
    body = validation.read_body(
        request, validation.BOOKMARK, validation.BOOKMARK_REQUIRED
    )
    return _change(request, database, caller, DEFAULTS | body)


def patch(request: Request, database: Database) -> Response:
    """Change what the body names (RFC 7396)."""
    caller = auth.caller(request, database)
    body = validation.read_body(
        request, validation.BOOKMARK_PATCH, media_types=MERGE_PATCH
    )
    # RFC 7396 2: null removes a member, which here is its default.
    changes = {k: DEFAULTS[k] if v is None else v for k, v in body.items()}
    return _change(request, database, caller, changes)


def delete(request: Request, database: Database) -> Response:
    """Delete a bookmark; its tags go with it."""
    caller = auth.caller(request, database)
    validation.no_query(request)
    with database.write() as session:
        bookmark = _find_to_change(session, caller, request)
        session.execute("DELETE FROM bookmarks WHERE id = ?", bookmark.id)
    return Response(204)


def _change(
    request: Request, database: Database, caller: Caller, changes: dict[str, Any]
) -> Response:
    """Read, compare and write in one transaction, so that no change is lost."""
    try:
        with database.write() as session:
            before = _find_to_change(session, caller, request)
            after = before._replace(**_content(changes))
            if after != before:
                # Later than before, even if the clock was set back.
                moved = max(times.now(), before.updated_at + 1)
                after = after._replace(updated_at=moved)
                _update(session, caller, before, after)
    except Duplicate as error:
        raise _conflict() from error
    return private_json(request, 200, representation(after))


def representation(bookmark: Bookmark) -> dict[str, object]:
    """A bookmark, as the API shows it."""
    return {
        **bookmark._asdict(),
        "created_at": times.rfc3339(bookmark.created_at),
        "updated_at": times.rfc3339(bookmark.updated_at),
    }


def from_row(row: Row) -> Bookmark:
    """A row of SELECT."""
    id, url, title, notes, tags, created_at, updated_at = row
    names = sorted(tags.split(",")) if tags else []
    return Bookmark(id, url, title, notes, names, created_at, updated_at)


def _content(members: dict[str, Any]) -> dict[str, Any]:
    """Tags are a set, and a set has one representation: sorted, without repeats."""
    if "tags" in members:
        members = {**members, "tags": sorted(set(members["tags"]))}
    return members


def _conflict() -> Conflict:
    return Conflict("You already have a bookmark with this url.")


def _find(session: Session, caller: Caller, id: int) -> Bookmark:
    """The caller's bookmark. Another caller's is as good as none: NotFound."""
    rows = session.execute(f"{SELECT} WHERE id = ? AND user_id = ?", id, caller.id)
    if not rows:
        raise NotFound("You have no bookmark with this id.")
    return from_row(rows[0])


def _find_to_change(session: Session, caller: Caller, request: Request) -> Bookmark:
    """The caller's bookmark, locked, and as the request wants it.

    Raises NotFound, PreconditionFailed.
    """
    id = request.parameters["id"]
    # One caller's changes wait for each other. It is a statement of its own: the
    # next one then sees what was written meanwhile.
    session.execute("SELECT id FROM users WHERE id = ? FOR NO KEY UPDATE", caller.id)
    bookmark = _find(session, caller, id)
    check_preconditions(request, representation(bookmark))
    return bookmark


def _insert(session: Session, caller: Caller, content: dict[str, Any]) -> Bookmark:
    now = times.now()
    [(id,)] = session.execute(
        "INSERT INTO bookmarks (user_id, url, title, notes, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        caller.id,
        content["url"],
        content["title"],
        content["notes"],
        now,
        now,
    )
    _insert_tags(session, caller, id, content["tags"])
    return Bookmark(id=id, created_at=now, updated_at=now, **content)


def _update(
    session: Session, caller: Caller, before: Bookmark, after: Bookmark
) -> None:
    session.execute(
        "UPDATE bookmarks SET url = ?, title = ?, notes = ?, updated_at = ?"
        " WHERE id = ?",
        after.url,
        after.title,
        after.notes,
        after.updated_at,
        after.id,
    )
    if after.tags != before.tags:
        session.execute("DELETE FROM tags WHERE bookmark_id = ?", after.id)
        _insert_tags(session, caller, after.id, after.tags)


def _insert_tags(session: Session, caller: Caller, id: int, tags: list[str]) -> None:
    if tags:
        rows = ", ".join(["(?, ?, ?)"] * len(tags))
        values = [value for name in tags for value in (id, name, caller.id)]
        session.execute(
            f"INSERT INTO tags (bookmark_id, name, user_id) VALUES {rows}", *values
        )
