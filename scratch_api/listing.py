"""Listing: GET /bookmarks, a page at a time, filtered and sorted.

Stands for: `filter()`, `order_by()` and what a paginator makes of them.

A page is found by its place in an index ("keyset"), not by counting rows from the
start ("offset"): the five-hundredth costs what the first does, and none shifts when
items are added or deleted.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from scratch_api import auth, bookmarks, cursors, validation
from scratch_api.cursors import Cursor
from scratch_api.database import Database
from scratch_api.errors import Invalid
from scratch_api.validation import Finding, Rule
from scratch_api.web.conditional import private_json
from scratch_api.web.request import Request
from scratch_api.web.response import Response

# sort: column, comparison with the place where the last page ended, direction.
# For each column there is an index (user_id, column, id).
SORTS = {
    "created_at": ("created_at", ">", "ASC"),
    "-created_at": ("created_at", "<", "DESC"),
    "title": ("title", ">", "ASC"),
    "-title": ("title", "<", "DESC"),
}

# One statement, however many bookmarks and tags are on the page.
PAGE = """{select}
WHERE user_id = ? {conditions}
ORDER BY {column} {direction}, id {direction}
LIMIT ?"""

AFTER = "AND ({column}, id) {comparison} (?, ?)"
# The user is named again, or the search could go through the tags of all callers.
HAS_TAG = """AND EXISTS (SELECT 1 FROM tags WHERE tags.user_id = bookmarks.user_id
    AND name = ? AND bookmark_id = bookmarks.id)"""
CONTAINS = r"""AND (lower(url) LIKE ? ESCAPE '\' OR lower(title) LIKE ? ESCAPE '\'
    OR lower(notes) LIKE ? ESCAPE '\')"""


class Query(NamedTuple):
    """What the client asked for."""

    tags: list[str]
    q: str | None
    sort: str
    limit: int
    after: Cursor | None


def read(request: Request, database: Database) -> Response:
    """List a page of the caller's bookmarks."""
    caller = auth.caller(request, database)
    query = _query(request)
    sql, values = page_sql(caller.id, query)
    with database.read() as session:
        rows = session.execute(sql, *values)
    page = [bookmarks.from_row(row) for row in rows[: query.limit]]
    headers = []
    following = None
    if len(rows) > query.limit:
        column, _, _ = SORTS[query.sort]
        last = page[-1]
        following = Cursor(query.sort, getattr(last, column), last.id).encode()
        # RFC 8288 3: the address of the next page, with all that was asked for.
        address = urlencode({**request.query, "cursor": [following]}, doseq=True)
        headers = [("Link", f'</bookmarks?{address}>; rel="next"')]
    items = [bookmarks.representation(bookmark) for bookmark in page]
    return private_json(request, 200, {"items": items, "next": following}, headers)


def page_sql(caller_id: int, query: Query) -> tuple[str, list[object]]:
    """The statement for a page and one row more, and the values to bind."""
    column, comparison, direction = SORTS[query.sort]
    conditions: list[str] = []
    values: list[object] = [caller_id]
    if query.after:
        conditions.append(AFTER.format(column=column, comparison=comparison))
        values += [query.after.key, query.after.id]
    for tag in query.tags:
        conditions.append(HAS_TAG)
        values.append(tag)
    if query.q is not None:
        conditions.append(CONTAINS)
        values += [_like(query.q)] * 3
    sql = PAGE.format(
        select=bookmarks.SELECT,
        conditions="\n".join(conditions),
        column=column,
        direction=direction,
    )
    # With a row too many it is known whether there is a next page.
    return sql, [*values, query.limit + 1]


def _like(text: str) -> str:
    """The pattern of LIKE for texts that contain this one, in either case."""
    # bytes.lower() knows the letters of ASCII alone, as the databases' lower() does.
    lower = text.encode().lower().decode()
    return "%" + re.sub(r"([\\%_])", r"\\\1", lower) + "%"


def _query(request: Request) -> Query:
    """The query, all of it valid. Raises Invalid with all that is not."""
    errors = validation.unknown_parameters(request, PARAMETERS)
    for name, rule in PARAMETERS.items():
        values = request.query.get(name, [])
        findings = [what for value in values for _, what in rule(value)]
        most = validation.MAX_TAGS if name == "tag" else 1
        if len(values) > most:
            findings = [f"must not be given more than {most} times"]
        errors += [{"parameter": name, "detail": what} for what in findings[:1]]
    single = {name: values[0] for name, values in request.query.items()}
    sort = single.get("sort", "-created_at")
    after = cursors.decode(single["cursor"]) if "cursor" in single else None
    wrong = {error["parameter"] for error in errors}
    if after and after.sort != sort and not wrong & {"sort", "cursor"}:
        errors.append({"parameter": "cursor", "detail": "is from another sort"})
    if errors:
        raise Invalid(errors)
    limit = int(single.get("limit", "20"))
    return Query(request.query.get("tag", []), single.get("q"), sort, limit, after)


def _text(value: object) -> Iterator[Finding]:
    return validation.text(value, 1, 200)


def _sort(value: object) -> Iterator[Finding]:
    if value not in SORTS:
        yield "", f"must be one of {', '.join(SORTS)}"


def _limit(value: object) -> Iterator[Finding]:
    return validation.pattern(value, LIMIT, "must be a number from 1 to 100")


def _cursor(value: object) -> Iterator[Finding]:
    if cursors.decode(str(value)) is None:
        yield "", "was not issued by this server"


LIMIT = re.compile("[1-9][0-9]?|100")
PARAMETERS: dict[str, Rule] = {
    "tag": validation.tag,
    "q": _text,
    "sort": _sort,
    "limit": _limit,
    "cursor": _cursor,
}
