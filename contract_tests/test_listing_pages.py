"""Pages: how does a client walk through many rows while they change?"""

import string
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.listing import get, items, make, next_link, pages, walk
from contract_tests.support.problems import assert_invalid

# --------------------------------------------------------------------- walking


@checks("list-3")
@pytest.mark.parametrize("limit", [1, 3, 7, 8])
def test_following_next_returns_every_item_once(
    alice: Client, unique: str, limit: int
) -> None:
    made = make(alice, unique, list("abcdefg"))
    assert list(walk(alice, tag=unique, limit=limit)) == made[::-1]


@checks("list-3")
@pytest.mark.parametrize("limit", [1, 2, 4])
def test_the_last_page_has_no_next(alice: Client, unique: str, limit: int) -> None:
    make(alice, unique, list("abcd"))
    sizes = [len(page["items"]) for page in pages(alice, tag=unique, limit=limit)]
    # The last page is full: an empty one after it would be a page too many.
    assert sizes == [limit] * (4 // limit)


@checks("list-4")
@pytest.mark.parametrize("sort", ["created_at", "-created_at", "title", "-title"])
def test_a_walk_is_complete_while_others_add_and_delete(
    alice: Client, unique: str, sort: str
) -> None:
    titles = list("bdfhjlnp")
    kept = make(alice, unique, titles)
    doomed = make(alice, unique, [f"{title}x" for title in titles])
    seen: list[int] = []
    for page in pages(alice, tag=unique, sort=sort, limit=3):
        seen += [each["id"] for each in page["items"]]
        # Before and after the cursor, by time and by title.
        make(alice, unique, ["a", "zz"])
        if doomed:
            assert alice.delete(f"/bookmarks/{doomed.pop()['id']}").status_code == 204
        if len(seen) > 60:  # what is added behind the cursor never ends
            break
    assert [number for number in seen if seen.count(number) > 1] == []
    assert {each["id"] for each in kept} <= set(seen)


@checks("list-4")
@pytest.mark.parametrize("sort", ["created_at", "-created_at", "title", "-title"])
def test_a_walk_goes_on_when_the_item_under_the_cursor_is_deleted(
    alice: Client, unique: str, sort: str
) -> None:
    make(alice, unique, list("abcdef"))
    expected = items(alice, tag=unique, sort=sort)
    first = get(alice, tag=unique, sort=sort, limit=3).json()
    for each in first["items"]:
        alice.delete(f"/bookmarks/{each['id']}")
    rest = get(alice, tag=unique, sort=sort, cursor=first["next"]).json()
    assert rest == {"items": expected[3:], "next": None}


@checks("list-4")
def test_a_cursor_may_be_used_again(alice: Client, unique: str) -> None:
    make(alice, unique, list("abcd"))
    cursor = get(alice, tag=unique, limit=2).json()["next"]
    again = [get(alice, tag=unique, limit=2, cursor=cursor).json() for _ in range(3)]
    assert again[0]["items"]
    assert again == [again[0]] * 3


# ------------------------------------------------------------------------ Link


@checks("list-5")
def test_link_leads_through_all_pages_with_filters_sort_and_limit(
    alice: Client, unique: str
) -> None:
    made = make(alice, unique, ["a & b", "c & d", "e & f"], tags=["second"])
    make(alice, unique, ["without the search", "another"], tags=["second"])
    make(alice, unique, ["x & y"])
    path = f"/bookmarks?tag={unique}&tag=second&q=%20%26%20&sort=title&limit=1"
    seen = []
    for _ in made:
        response = alice.get(path)
        seen += response.json()["items"]
        path = next_link(response)
    assert seen == made
    assert path == ""


@checks("list-5")
def test_link_leads_where_next_does(alice: Client, unique: str) -> None:
    make(alice, unique, list("abc"))
    response = get(alice, tag=unique, sort="-title", limit=2)
    query = parse_qsl(urlsplit(next_link(response)).query)
    assert sorted(query) == [
        ("cursor", response.json()["next"]),
        ("limit", "2"),
        ("sort", "-title"),
        ("tag", unique),
    ]


@checks("list-5")
def test_the_last_page_has_no_link(alice: Client, unique: str) -> None:
    make(alice, unique, list("ab"))
    response = get(alice, tag=unique, limit=2)
    assert response.headers.get_list("Link") == []


# --------------------------------------------------------------------- cursors


@checks("list-9")
@pytest.mark.parametrize("case", cases("listing/cursors.toml"))
def test_a_cursor_that_was_not_issued_is_422(
    alice: Client, unique: str, case: Any
) -> None:
    make(alice, unique, ["a", "b"])
    cursor = get(alice, tag=unique, limit=1).json()["next"]
    damaged = case["cursor"].format(
        cursor=cursor,
        without_last=cursor[:-1],
        without_first=cursor[1:],
        swapped_case=cursor.swapcase(),
        long="A" * 4_000,
    )
    response = alice.get(f"/bookmarks?tag={unique}&cursor={damaged}")
    assert_invalid(response, parameters=["cursor"])


@checks("list-9")
@pytest.mark.parametrize("sort", ["-created_at", "title"])
def test_a_cursor_damaged_in_any_character_is_422(
    alice: Client, unique: str, sort: str
) -> None:
    make(alice, unique, ["title one", "title two"])
    cursor = get(alice, tag=unique, sort=sort, limit=1).json()["next"]
    for position, character in enumerate(cursor):
        damaged = cursor[:position] + nearest_to(character) + cursor[position + 1 :]
        response = get(alice, tag=unique, sort=sort, cursor=damaged)
        assert_invalid(response, parameters=["cursor"])


def nearest_to(character: str) -> str:
    """The character of base64url that differs in the last of its six bits.

    At the end of a text decoders overlook that bit, if it has no meaning.
    """
    alphabet = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
    place = alphabet.find(character)
    return alphabet[place ^ 1] if place >= 0 else "A"


@checks("list-9")
@pytest.mark.parametrize("sort", ["created_at", "-created_at", "title", "-title"])
def test_a_cursor_from_another_sort_is_422(
    alice: Client, unique: str, sort: str
) -> None:
    make(alice, unique, ["a", "b"])
    cursor = get(alice, tag=unique, sort=sort, limit=1).json()["next"]
    for other in {"created_at", "-created_at", "title", "-title"} - {sort}:
        response = get(alice, tag=unique, sort=other, cursor=cursor)
        assert_invalid(response, parameters=["cursor"])
