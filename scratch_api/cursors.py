"""Cursors: where a page ended, as an opaque text for the client.

Stands for: a paginator, such as `django.core.paginator` or fastapi-pagination.

A cursor holds the sort, the id and the sort key of the last item shown. The next
page begins behind that place, whatever was added or deleted before it. The server
remembers nothing.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple

from scratch_api.validation import CONTROL

CHECKSUM = 9  # bytes


class Cursor(NamedTuple):
    """A place in a list."""

    sort: str
    key: int | str
    id: int

    def encode(self) -> str:
        """The text for the client: a checksum, and what the cursor holds."""
        content = f"{self.sort} {self.id} {self.key}".encode()
        checksum = hashlib.sha256(content).digest()[:CHECKSUM]
        return urlsafe_b64encode(checksum + content).decode().rstrip("=")


def decode(text: str) -> Cursor | None:
    """The cursor of a text, or None if a character of it is not as issued."""
    try:
        padding = "=" * (-len(text) % 4)
        content = urlsafe_b64decode(text + padding)[CHECKSUM:].decode()
        sort, id, key = content.split(" ", 2)
        by_time = sort.endswith("created_at")
        cursor = Cursor(sort, int(key) if by_time else key, int(id))
    except ValueError:
        return None
    # Anybody can compute a checksum: nothing may reach the database that it
    # cannot hold.
    numbers = [value for value in cursor if isinstance(value, int)]
    if not all(0 <= number < 2**63 for number in numbers) or CONTROL.search(content):
        return None
    return cursor if cursor.encode() == text else None
