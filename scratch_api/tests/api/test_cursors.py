"""Cursors: what was issued is read again, and nothing else."""

import pytest

from scratch_api.cursors import Cursor, decode
from scratch_api.tests.api.conftest import Api

BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

CURSORS = [
    Cursor("created_at", 1_577_934_245_000_006, 1),
    Cursor("-created_at", 0, 2**63 - 1),
    Cursor("title", "5", 7),
    Cursor("-title", "  two  words \N{OWL}", 7),
]


@pytest.mark.parametrize("cursor", CURSORS)
def test_it_comes_back(cursor: Cursor) -> None:
    assert decode(cursor.encode()) == cursor


@pytest.mark.parametrize("cursor", CURSORS)
def test_any_other_character_anywhere_is_found(cursor: Cursor) -> None:
    text = cursor.encode()
    for place in range(len(text)):
        for character in {*BASE64URL, "=", "+", " ", "\n", "\u00e9", "\ud800"}:
            if text[place] != character:
                assert decode(text[:place] + character + text[place + 1 :]) is None
        assert decode(text[:place]) is None
        assert decode(text[:place] + "A" + text[place:]) in (None, cursor)
    assert decode(text + "=") is None


@pytest.mark.parametrize(
    "cursor",
    [
        Cursor("created_at", 2**63, 1),
        Cursor("created_at", 1, 2**63),
        Cursor("-created_at", -(10**30), 1),
        Cursor("created_at", 1, -(10**30)),
        Cursor("title", "a\x00", 1),
    ],
)
def test_forged_ones_that_no_database_could_hold(api: Api, cursor: Cursor) -> None:
    target = f"/bookmarks?sort={cursor.sort}&cursor={cursor.encode()}"
    assert api.request("GET", target).status == 422


@pytest.mark.parametrize(
    ("sort", "status"), [("title", 200), ("-title", 422), ("created_at", 422)]
)
def test_it_belongs_to_its_sort(api: Api, sort: str, status: int) -> None:
    cursor = Cursor("title", "t", 1).encode()
    assert (
        api.request("GET", f"/bookmarks?sort={sort}&cursor={cursor}").status == status
    )
