"""Filters: which rows does a client find by tag and by a part of their texts?"""

import string
from typing import Any

import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.listing import items


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
@pytest.mark.parametrize("member", ["url", "title", "notes"])
def test_ascii_letters_match_in_either_case(
    alice: Client, unique: str, member: str
) -> None:
    letters = string.ascii_letters
    text = f"https://example.org/{letters}/{unique}" if member == "url" else letters
    bookmark = alice.make_bookmark(**{member: text}, tags=[unique])
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
    in_title = alice.make_bookmark(title=case["found"], tags=[unique])
    in_notes = alice.make_bookmark(notes=case["found"], tags=[unique])
    alice.make_bookmark(title=case["missed"], notes=case["missed"], tags=[unique])
    assert items(alice, tag=unique, q=case["q"]) == [in_notes, in_title]


@checks("list-8")
@pytest.mark.parametrize(
    ("q", "missed"), [("a%25b", "a125b"), ("a_b", "axb"), ("%5Cx", "%5Cyx")]
)
def test_q_is_no_pattern_in_a_url(
    alice: Client, unique: str, q: str, missed: str
) -> None:
    found = alice.make_bookmark(url=f"https://example.org/{unique}/{q}")
    alice.make_bookmark(url=f"https://example.org/{unique}/{missed}")
    assert items(alice, q=f"{unique}/{q}") == [found]
