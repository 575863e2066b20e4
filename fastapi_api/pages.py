"""One page of a list: filters, order, and the cursor that leads to the next.

A page begins after the last item of the one before, found by its place in an
index: it costs the same anywhere in the list, and stays right while others are
added and deleted.
"""

import hashlib
import re
import string
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError
from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import selectinload

from fastapi_api.auth import Caller
from fastapi_api.models import Bookmark, Tag
from fastapi_api.routing import MAX_ID
from fastapi_api.schemas import TagNames, Title, plain

Sort = Literal["created_at", "-created_at", "title", "-title"]
ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class Cursor(BaseModel):
    """The order of a list, and one item's place in it: its key, and its id."""

    sort: Sort
    key: Title
    id: Annotated[int, Field(ge=1, le=MAX_ID)]

    def encode(self) -> str:
        """base64url of JSON and its checksum, which shows when one is damaged."""
        content = self.model_dump_json().encode()
        return urlsafe_b64encode(
            hashlib.sha256(content).digest()[:6] + content
        ).decode()

    def place(self) -> tuple[str | datetime, int]:
        """What to compare with the columns. Raises ValueError for a key of no time."""
        if self.sort.endswith("title"):
            return self.key, self.id
        return datetime.fromisoformat(self.key).replace(tzinfo=UTC), self.id


def decode(text: Any) -> Cursor:
    """The cursor that encodes to exactly this text."""
    try:
        cursor = Cursor.model_validate_json(urlsafe_b64decode(text)[6:])
        cursor.place()
        if cursor.encode() != text:
            raise ValueError
    except (TypeError, ValueError):
        raise PydanticCustomError("cursor", "This is not a cursor from here") from None
    return cursor


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
    sort: Sort = "-created_at"
    limit: Annotated[int, Field(ge=1, le=100), BeforeValidator(whole_number)] = 20
    cursor: Annotated[
        Cursor | None, PlainValidator(decode), WithJsonSchema({"type": "string"})
    ] = None

    @field_validator("cursor")
    @classmethod
    def cursor_of_this_list(cls, cursor: Cursor, info: ValidationInfo) -> Cursor:
        if cursor.sort != info.data.get("sort", cursor.sort):
            raise PydanticCustomError("cursor", "This cursor is of another sort")
        return cursor

    def cursor_at(self, bookmark: Bookmark) -> str:
        """The cursor of the page that begins after this bookmark."""
        key = getattr(bookmark, self.sort.removeprefix("-"))
        text = key if isinstance(key, str) else key.isoformat()
        return Cursor(sort=self.sort, key=text, id=bookmark.id).encode()


def select_page(caller: Caller, query: BookmarkQuery) -> Select[tuple[Bookmark]]:
    """The page, and one bookmark more if there is a next page."""
    statement = (
        select(Bookmark)
        .where(Bookmark.user_id == caller.id)
        .options(selectinload(Bookmark.tag_rows))
        .limit(query.limit + 1)
    )
    for name in query.tag:
        statement = statement.where(Bookmark.tag_rows.any(Tag.name == name))
    if query.q:
        text = query.q.translate(ASCII_LOWER)
        statement = statement.where(
            or_(
                # autoescape: % and _ mean themselves.
                func.lower(column).contains(text, autoescape=True)
                for column in (Bookmark.url, Bookmark.title, Bookmark.notes)
            )
        )
    order = (getattr(Bookmark, query.sort.removeprefix("-")), Bookmark.id)
    place = tuple_(*order)
    if query.sort.startswith("-"):
        after = query.cursor and place < query.cursor.place()
        order = tuple(column.desc() for column in order)
    else:
        after = query.cursor and place > query.cursor.place()
    if after is not None:
        statement = statement.where(after)
    return statement.order_by(*order)
