"""What a cursor may hold: its checksum is no secret."""

import json
from datetime import UTC, datetime

import pytest
from pydantic_core import PydanticCustomError

from fastapi_api.cursors import encode, read_cursor, write_cursor
from fastapi_api.models import Bookmark

LAST = Bookmark(
    id=7, title="Zweites: 日本", created_at=datetime(2030, 1, 2, tzinfo=UTC)
)


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "title", "-title"])
def test_a_cursor_leads_to_its_place(sort: str) -> None:
    place = getattr(LAST, sort.removeprefix("-")), LAST.id
    assert read_cursor(write_cursor(sort, LAST), sort) == place


@pytest.mark.parametrize(
    "forged",
    [
        None,
        [],
        ["-title", "a"],
        ["-title", 5, 7],
        ["-title", "a\0", 7],
        ["-title", "a", 2**63],
        ["-created_at", "no time", 7],
        ["-created_at", "0001-01-01T00:00:00+14:00", 7],
        ["-created_at", "9999-12-31T23:59:59-14:00", 7],
        ["title", "a", 7],
    ],
)
@pytest.mark.parametrize("sort", ["-title", "-created_at", ""])
def test_a_forged_one_is_refused(forged: object, sort: str) -> None:
    with pytest.raises(PydanticCustomError):
        read_cursor(encode(json.dumps(forged).encode()), sort)
