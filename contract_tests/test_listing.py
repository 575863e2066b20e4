"""Listing: in which order do the items come, and how many at once?"""

import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.listing import get, items, make, walk


@checks("list-1")
def test_the_newest_comes_first(alice: Client, unique: str) -> None:
    made = make(alice, unique, ["b", "c", "a"])
    assert items(alice, tag=unique) == made[::-1]


@checks("list-1")
def test_a_page_has_twenty_items_unless_told(alice: Client, unique: str) -> None:
    made = make(alice, unique, [f"{number:02}" for number in range(21)])
    assert items(alice, tag=unique) == made[:0:-1]


@checks("list-1")
@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_a_page_has_as_many_items_as_limit_says(
    alice: Client, unique: str, limit: int
) -> None:
    made = make(alice, unique, ["a", "b", "c"])
    assert items(alice, tag=unique, limit=limit) == made[::-1][:limit]


@checks("list-1")
def test_a_page_has_a_hundred_items_if_there_are_more(
    alice: Client, unique: str
) -> None:
    made = make(alice, unique, [f"{number:03}" for number in range(101)])
    page = get(alice, tag=unique, limit=100).json()
    assert page["items"] == made[:0:-1]
    rest = get(alice, tag=unique, limit=100, cursor=page["next"]).json()
    assert rest == {"items": made[:1], "next": None}


@checks("list-1")
def test_an_empty_list_is_a_page_without_items(alice: Client, unique: str) -> None:
    assert alice.get(f"/bookmarks?tag={unique}").json() == {"items": [], "next": None}


@checks("list-2")
@pytest.mark.parametrize("limit", [1, 100])
@pytest.mark.parametrize("sort", ["created_at", "-created_at"])
def test_sort_by_time_goes_both_ways(
    alice: Client, unique: str, sort: str, limit: int
) -> None:
    made = make(alice, unique, ["b", "c", "a"])
    expected = made[::-1] if sort.startswith("-") else made
    assert list(walk(alice, tag=unique, sort=sort, limit=limit)) == expected


# Sorted by code point. Not by UTF-16 (where the last two change places), by
# dictionary (where Z comes after a) or without regard to case.
TITLES = ["!", "10", "9", "A", "Z", "_", "a", "a b", "a-b", "ab", "z", "Ä", "é", "日"]
TITLES += ["\N{FULLWIDTH LATIN SMALL LETTER A}", "\N{OWL}"]


@checks("list-2")
@pytest.mark.parametrize("limit", [1, 100])
@pytest.mark.parametrize("sort", ["title", "-title"])
def test_titles_are_sorted_by_code_point(
    alice: Client, unique: str, sort: str, limit: int
) -> None:
    make(alice, unique, TITLES[::2] + TITLES[1::2])
    got = [each["title"] for each in walk(alice, tag=unique, sort=sort, limit=limit)]
    assert got == (TITLES[::-1] if sort.startswith("-") else TITLES)


@checks("list-2")
@pytest.mark.parametrize("limit", [1, 2, 100])
@pytest.mark.parametrize("sort", ["title", "-title"])
def test_equal_titles_are_sorted_by_id_in_the_same_direction(
    alice: Client, unique: str, sort: str, limit: int
) -> None:
    made = make(alice, unique, ["same"] * 5)
    expected = made[::-1] if sort.startswith("-") else made
    assert list(walk(alice, tag=unique, sort=sort, limit=limit)) == expected


@checks("list-2")
@pytest.mark.parametrize("sort", ["title", "-title"])
def test_the_longest_titles_are_sorted_too(
    alice: Client, unique: str, sort: str
) -> None:
    titles = ["\N{OWL}" * 199 + end for end in ("", "a", "b", "\N{OWL}")]
    made = make(alice, unique, titles)
    expected = made[::-1] if sort.startswith("-") else made
    assert list(walk(alice, tag=unique, sort=sort, limit=1)) == expected


@checks("list-2")
def test_a_change_does_not_move_a_bookmark_by_time(alice: Client, unique: str) -> None:
    first, second = make(alice, unique, ["a", "b"])
    alice.patch(f"/bookmarks/{first['id']}", json={"notes": "changed"})
    got = [each["id"] for each in items(alice, tag=unique)]
    assert got == [second["id"], first["id"]]
