"""Cursors: where the page before ended, as a text that the client gives back."""

import json
from datetime import datetime

from itsdangerous import Signer, base64_decode, base64_encode
from pydantic_core import PydanticCustomError

from .models import Bookmark

# The sort key and the id of a bookmark.
Position = tuple[datetime | str, int]


def sign(payload: str, sort: str) -> str:
    # The key is no secret: nobody gains by making a cursor. The signature finds
    # damage, and with the order as salt a cursor fits no other.
    return Signer("cursor", salt=sort).sign(payload).decode()


def write_cursor(sort: str, bookmark: Bookmark) -> str:
    """The cursor of the page that follows this bookmark."""
    by_title = sort.endswith("title")
    key = bookmark.title if by_title else bookmark.created_at.isoformat()
    position = json.dumps([key, bookmark.id], ensure_ascii=False)
    return sign(base64_encode(position).decode(), sort)


def read_cursor(cursor: str, sort: str) -> Position:
    """The opposite of `write_cursor`. Raises PydanticCustomError."""
    payload = cursor.rpartition(".")[0]
    # Compared as texts: base64 has several spellings for the same signature.
    if sign(payload, sort) != cursor:
        raise PydanticCustomError(
            "cursor", "Cursor should be the next of a page in this order"
        )
    key, bookmark_id = json.loads(base64_decode(payload))
    return key if sort.endswith("title") else datetime.fromisoformat(key), bookmark_id
