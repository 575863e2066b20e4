"""Cursors: where the page before ended, as a text that the client gives back."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from itsdangerous import BadData, URLSafeSerializer
from pydantic import AfterValidator, AwareDatetime, TypeAdapter
from pydantic_core import PydanticCustomError

from .fields import Id, Title
from .models import Bookmark


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
# The key is no secret: the signature finds damage, and nobody gains by forging it.
serializer = URLSafeSerializer("cursor")


def write_cursor(sort: str, bookmark: Bookmark) -> str:
    """The cursor of the page that follows this bookmark."""
    place = (sort, getattr(bookmark, sort.removeprefix("-")), bookmark.id)
    return serializer.dumps(place_type.dump_python(place, mode="json"))


def read_cursor(cursor: str, sort: str) -> tuple[datetime | str, int]:
    """The key and the id in a cursor of this order. Raises PydanticCustomError."""
    try:
        place = serializer.loads(cursor)
        cursor_sort, *position = place_type.validate_python(place)
        # Compared as texts: base64 has several spellings for the same signature.
        if cursor_sort == sort and serializer.dumps(place) == cursor:
            return tuple(position)
    except (BadData, ValueError, OverflowError):
        pass
    raise PydanticCustomError(
        "cursor", "Cursor should be the next of a page in this order"
    )
