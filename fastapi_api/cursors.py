"""Cursors: where the page before ended, as a text that the client gives back."""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, TypeAdapter
from pydantic_core import PydanticCustomError

from fastapi_api.models import Bookmark
from fastapi_api.schemas import Id, Title


def in_utc(time: datetime) -> datetime:
    """The same moment. OverflowError if in UTC it has no year of 1 to 9999."""
    return time.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
# The order of the list, then the key and the id of a bookmark.
Place = (
    tuple[Literal["title", "-title"], Title, Id]
    | tuple[Literal["created_at", "-created_at"], Moment, Id]
)
place_type = TypeAdapter(Place)


def encode(place: bytes) -> str:
    """base64url of a checksum, which finds damage, and of the place in JSON."""
    return urlsafe_b64encode(hashlib.sha256(place).digest()[:6] + place).decode()


def write_cursor(sort: str, bookmark: Bookmark) -> str:
    """The cursor of the page that follows this bookmark."""
    place = (sort, getattr(bookmark, sort.removeprefix("-")), bookmark.id)
    return encode(place_type.dump_json(place))


def read_cursor(cursor: str, sort: str) -> tuple[datetime | str, int]:
    """The key and the id in a cursor of this order. Raises PydanticCustomError."""
    try:
        place = urlsafe_b64decode(cursor)[6:]
        cursor_sort, *position = place_type.validate_json(place)
        # Compared as texts: base64 has several spellings for the same bytes.
        if cursor_sort == sort and encode(place) == cursor:
            return tuple(position)
    except (ValueError, OverflowError):
        pass
    raise PydanticCustomError(
        "cursor", "Cursor should be the next of a page in this order"
    )
