"""One page of a list: filters, orders, and where to go on.

A page begins after the last item of the one before, found by its place in an
index: it costs the same anywhere in the list, and stays right while others are
added and deleted.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError
from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import selectinload

from fastapi_api.auth import Caller
from fastapi_api.cursors import read_cursor
from fastapi_api.models import Bookmark, Tag
from fastapi_api.schemas import TagNames, plain


def whole_number(text: Any) -> int:
    """Pydantic would also take +5, 05 and 5.0 for the number 5."""
    if isinstance(text, str) and re.fullmatch("[1-9][0-9]{0,8}", text):
        return int(text)
    raise PydanticCustomError("digits", "There must be digits alone, the first not 0")


Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(plain)]


class BookmarkQuery(BaseModel):
    """The query of GET /bookmarks. `cursor` comes last: it looks at `sort`."""

    model_config = ConfigDict(extra="forbid")

    tag: TagNames = []
    q: Text | None = None
    sort: Literal["created_at", "-created_at", "title", "-title"] = "-created_at"
    limit: Annotated[int, Field(ge=1, le=100), BeforeValidator(whole_number)] = 20
    cursor: str | None = None

    @field_validator("cursor")
    @classmethod
    def in_this_order(cls, cursor: str, info: ValidationInfo) -> tuple[Any, int]:
        return read_cursor(cursor, info.data.get("sort", ""))


def select_page(caller: Caller, query: BookmarkQuery) -> Select[tuple[Bookmark]]:
    """The page, and one bookmark more if there is a next page."""
    statement = (
        select(Bookmark)
        .where(Bookmark.user_id == caller.id)
        .options(selectinload(Bookmark.tag_rows))
        .limit(query.limit + 1)
    )
    if query.tag:
        names = set(query.tag)
        # How many of them this bookmark has. PostgreSQL may turn EXISTS into a join,
        # and read the tags of all users for it.
        found = select(func.count()).where(
            Tag.bookmark_id == Bookmark.id, Tag.name.in_(names)
        )
        statement = statement.where(found.scalar_subquery() == len(names))
    if query.q:
        # Only ASCII letters have two cases here: in SQLite always, in PostgreSQL
        # because the columns have the collation C.
        texts = (Bookmark.url, Bookmark.title, Bookmark.notes)
        statement = statement.where(
            or_(*(text.icontains(query.q, autoescape=True) for text in texts))
        )
    key = getattr(Bookmark, query.sort.removeprefix("-"))
    columns, place = [key, Bookmark.id], tuple_(key, Bookmark.id)
    if query.sort.startswith("-"):
        columns = [column.desc() for column in columns]
        after = query.cursor and place < query.cursor
    else:
        after = query.cursor and place > query.cursor
    if query.cursor:
        statement = statement.where(after)
    return statement.order_by(*columns)
