"""Cursors: where the page before ended, as a text that the client gives back."""

from datetime import datetime

from itsdangerous import BadData, URLSafeSerializer
from pydantic_core import PydanticCustomError

from .models import Bookmark

# The sort key and the id of a bookmark.
Position = tuple[datetime | str, int]


def signer(sort: str) -> URLSafeSerializer:
    # The key is no secret: nobody gains by making a cursor. The signature finds
    # damage, and with the order as salt a cursor does not fit another one.
    return URLSafeSerializer("cursor", salt=sort)


def write_cursor(sort: str, bookmark: Bookmark) -> str:
    """The cursor of the page that follows this bookmark."""
    by_title = sort.endswith("title")
    key = bookmark.title if by_title else bookmark.created_at.isoformat()
    return signer(sort).dumps([key, bookmark.id])


def read_cursor(cursor: str, sort: str) -> Position:
    """The opposite of `write_cursor`. Raises PydanticCustomError."""
    try:
        position = signer(sort).loads(cursor)
        # base64 has several spellings of the same bytes; only ours is a cursor.
        if signer(sort).dumps(position) != cursor:
            raise BadData("another spelling")
    except BadData as error:
        raise PydanticCustomError(
            "cursor", "Cursor should be the next of a page in this order"
        ) from error
    key, bookmark_id = position
    return key if sort.endswith("title") else datetime.fromisoformat(key), bookmark_id
