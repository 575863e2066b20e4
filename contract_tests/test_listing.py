"""Listing: how does a client walk through many rows while they change?"""

import string
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import a_bookmark
from contract_tests.support.problems import assert_invalid

Bookmarks = list[dict[str, Any]]


# ---------------------------------------------------------------- order, limit


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


# --------------------------------------------------------------------- filters


@checks("list-6")
def test_a_bookmark_must_carry_every_tag(alice: Client, unique: str) -> None:
    a, b, c = (f"{unique}-{letter}" for letter in "abc")
    both = alice.make_bookmark(tags=[a, b])
    all_three = alice.make_bookmark(tags=[a, b, c])
    alice.make_bookmark(tags=[a])
    alice.make_bookmark(tags=[b, c])
    got = alice.get(f"/bookmarks?tag={a}&tag={b}").json()["items"]
    assert got == [all_three, both]


@checks("list-6")
def test_the_same_tag_twice_filters_once(alice: Client, unique: str) -> None:
    bookmark = alice.make_bookmark(tags=[unique])
    got = alice.get(f"/bookmarks?tag={unique}&tag={unique}").json()["items"]
    assert got == [bookmark]


@checks("list-6")
def test_a_tag_is_found_whole(alice: Client, unique: str) -> None:
    alice.make_bookmark(tags=[f"{unique}-long", f"x{unique}"])
    assert items(alice, tag=unique) == []


@checks("list-7")
@pytest.mark.parametrize("member", ["url", "title", "notes"])
def test_q_finds_a_part_of_each_text(alice: Client, unique: str, member: str) -> None:
    text = f"https://example.com/x{unique}y" if member == "url" else f"x{unique}y"
    bookmark = alice.make_bookmark(**{member: text})
    assert items(alice, q=unique) == [bookmark]


@checks("list-7")
def test_q_does_not_search_tags(alice: Client, unique: str) -> None:
    alice.make_bookmark(tags=[unique])
    assert items(alice, q=unique) == []


@checks("list-7")
def test_q_does_not_search_across_two_texts(alice: Client, unique: str) -> None:
    half = len(unique) // 2
    first, second = unique[:half], unique[half:]
    alice.make_bookmark(title=f"x{first}", notes=f"{second}x")
    alice.make_bookmark(title=f"{second}x", notes=f"x{first}")
    alice.make_bookmark(url=f"https://example.org/{first}", title=f"{second}x")
    for q in (unique, f"{first} {second}"):
        assert items(alice, q=q) == []


@checks("list-7")
def test_q_finds_white_space_as_it_is(alice: Client, unique: str) -> None:
    found = alice.make_bookmark(notes="one  two\nthree ", tags=[unique])
    for q in ("e  t", "three ", " "):
        assert items(alice, tag=unique, q=q) == [found]
    for q in ("e t", " three", "three  ", "two three"):
        assert items(alice, tag=unique, q=q) == []


@checks("list-7")
def test_ascii_letters_match_in_either_case(alice: Client, unique: str) -> None:
    letters = string.ascii_letters
    bookmark = alice.make_bookmark(title=letters, tags=[unique])
    for q in (letters.swapcase(), letters.lower(), letters.upper()):
        assert items(alice, tag=unique, q=q) == [bookmark]


@checks("list-7")
@pytest.mark.parametrize(
    ("text", "q"),
    [
        ("É", "é"),
        ("ß", "SS"),
        ("ﬁ", "fi"),
        ("\N{KELVIN SIGN}", "k"),
        ("é", "e\N{COMBINING ACUTE ACCENT}"),
        ("e\N{COMBINING ACUTE ACCENT}", "é"),
        ("Ω", "ω"),
    ],
)
def test_other_characters_match_exactly(
    alice: Client, unique: str, text: str, q: str
) -> None:
    bookmark = alice.make_bookmark(title=text, tags=[unique])
    assert items(alice, tag=unique, q=q) == []
    assert items(alice, tag=unique, q=text) == [bookmark]


@checks("list-7")
def test_filters_narrow_together(alice: Client, unique: str) -> None:
    wanted = alice.make_bookmark(title="wanted here", tags=[unique])
    alice.make_bookmark(title="another", tags=[unique])
    alice.make_bookmark(title="wanted without the tag")
    assert items(alice, tag=unique, q="WANTED") == [wanted]


@checks("list-8")
@pytest.mark.parametrize("case", cases("listing/literal_searches.toml"))
def test_q_is_no_pattern(alice: Client, unique: str, case: Any) -> None:
    found = alice.make_bookmark(notes=case["found"], tags=[unique])
    alice.make_bookmark(notes=case["missed"], tags=[unique])
    assert items(alice, tag=unique, q=case["q"]) == [found]


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


# --------------------------------------------------------------------- helpers


def make(
    client: Client, tag: str, titles: list[str], tags: list[str] | None = None
) -> Bookmarks:
    """Bookmarks with these titles, one after another, that carry the tag."""
    every = [tag, *(tags or [])]
    return [client.make_bookmark(**a_bookmark(title=t, tags=every)) for t in titles]


def get(client: Client, **query: Any) -> httpx.Response:
    """One page; the parameters as they are."""
    return client.get("/bookmarks", params=query)


def items(client: Client, **query: Any) -> Bookmarks:
    """The items of one page."""
    response = get(client, **query)
    assert response.status_code == 200, f"expected 200, got {response.status_code}"
    found: Bookmarks = response.json()["items"]
    return found


def pages(client: Client, **query: Any) -> Iterator[dict[str, Any]]:
    """Page after page, as `next` leads."""
    while True:
        page = get(client, **query).json()
        yield page
        if page["next"] is None:
            return
        query["cursor"] = page["next"]


def walk(client: Client, **query: Any) -> Iterator[dict[str, Any]]:
    """Every item of every page."""
    for page in pages(client, **query):
        yield from page["items"]


def next_link(response: httpx.Response) -> str:
    """Path and query of the Link to the next page; empty if there is none."""
    url = response.links.get("next", {}).get("url", "")
    parts = urlsplit(str(response.url.join(url))) if url else None
    return f"{parts.path}?{parts.query}" if parts else ""
