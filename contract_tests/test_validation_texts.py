"""Texts: how long may they be, and of which characters?"""

import json
from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import OWL, a_bookmark, send_json
from contract_tests.support.members import assert_taken, each_method, send
from contract_tests.support.outcomes import assert_each
from contract_tests.support.problems import assert_invalid

TWENTY_TAGS = [f"tag-{number:02}" for number in range(20)]


# --------------------------------------------------------------------- lengths

LAST_GOOD: dict[str, dict[str, Any]] = {
    "shortest": {"title": "a", "notes": "", "tags": ["a"]},
    "shortest-outside-the-basic-plane": {"title": OWL, "tags": []},
    "longest": {"title": "a" * 200, "notes": "a" * 10_000, "tags": TWENTY_TAGS},
    "longest-outside-the-basic-plane": {"title": OWL * 200, "notes": OWL * 10_000},
    "longest-in-combining-marks": {"title": "e\u0301" * 100},
    "longest-in-newlines": {"notes": "\n" * 10_000},
    "longest-tags": {"tags": [f"{number:050}" for number in range(20)]},
}

FIRST_BAD: dict[str, tuple[dict[str, Any], list[str]]] = {
    "too-short": ({"title": "", "tags": ["", "a"]}, ["/title", "/tags/0"]),
    "too-long": ({"title": "a" * 201, "notes": "a" * 10_001}, ["/title", "/notes"]),
    "too-long-outside-the-basic-plane": (
        {"title": OWL * 201, "notes": OWL * 10_001},
        ["/title", "/notes"],
    ),
    "too-long-in-combining-marks": ({"title": "e\u0301" * 100 + "e"}, ["/title"]),
    "too-long-by-white-space-behind": (
        {"title": "a".ljust(201), "notes": "a".ljust(10_001)},
        ["/title", "/notes"],
    ),
    "too-many-tags": ({"tags": [*TWENTY_TAGS, "tag-20"]}, ["/tags"]),
    "too-many-tags-all-alike": ({"tags": ["a"] * 21}, ["/tags"]),
    "too-long-a-tag": ({"tags": ["b", "a" * 51]}, ["/tags/1"]),
}


@checks("valid-7")
@each_method
@pytest.mark.parametrize("name", LAST_GOOD)
def test_the_last_good_length_passes(alice: Client, name: str, method: str) -> None:
    assert_taken(alice, method, LAST_GOOD[name])


@checks("valid-7")
@each_method
@pytest.mark.parametrize("name", FIRST_BAD)
def test_the_first_bad_length_is_422(alice: Client, name: str, method: str) -> None:
    members, pointers = FIRST_BAD[name]
    assert_invalid(send(alice, method, members), pointers=pointers)


@checks("valid-7")
@each_method
def test_a_url_has_at_most_2000_characters(
    alice: Client, unique: str, method: str
) -> None:
    url = f"https://example.org/{unique}/".ljust(2_000, "a")
    assert_taken(alice, method, {"url": url})
    assert_invalid(send(alice, method, {"url": url + "a"}), pointers=["/url"])


# ------------------------------------------------------------------ characters


@checks("valid-8")
@each_method
@pytest.mark.parametrize("case", cases("validation/blank_titles.toml"))
def test_a_title_of_white_space_is_422(alice: Client, case: Any, method: str) -> None:
    def send_title(title: str) -> httpx.Response:
        return send(alice, method, {"title": title})

    assert_each(case["titles"], send_title, "422 /title")


@checks("valid-8")
@each_method
@pytest.mark.parametrize("case", cases("validation/control_characters.toml"))
def test_control_characters_are_422(
    alice: Client, request: pytest.FixtureRequest, case: Any, method: str
) -> None:
    def send_texts(character: str) -> httpx.Response:
        # In front, inside and behind: no trimming, no `$` that forgives a newline.
        title = {"POST": "a{}", "PUT": "{}a", "PATCH": "a{}b"}[method]
        notes = {"POST": "a{}b", "PUT": "a{}", "PATCH": "{}a"}[method]
        texts = {"title": title.format(character), "notes": notes.format(character)}
        return send(alice, method, texts)

    good_in_notes = "good-in-notes" in request.node.name
    expected = "422 /title" if good_in_notes else "422 /notes /title"
    assert_each(case["characters"], send_texts, expected)


@checks("valid-8")
@each_method
def test_notes_take_newline_and_tab(alice: Client, method: str) -> None:
    assert_taken(alice, method, {"notes": "\n\tone\n\n\ttwo\t\n"})


@checks("valid-9")
@each_method
def test_a_good_tag_is_taken(alice: Client, method: str) -> None:
    tags = ["0", "007", "9-9", "a", "a-", "a--b", "web-2"]
    assert_taken(alice, method, {"tags": tags})


@checks("valid-9")
@each_method
@pytest.mark.parametrize("case", cases("validation/bad_tags.toml"))
def test_a_bad_tag_is_422(alice: Client, case: Any, method: str) -> None:
    response = send(alice, method, {"tags": ["a", *case["tags"]]})
    places = range(1, len(case["tags"]) + 1)
    assert_invalid(response, pointers=[f"/tags/{place}" for place in places])


@checks("valid-10")
@pytest.mark.parametrize("case", cases("validation/texts.toml"))
def test_any_other_text_survives(alice: Client, case: Any) -> None:
    for text in case["texts"]:
        assert_taken(alice, "POST", {"title": text, "notes": text})


@checks("valid-10")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_any_other_text_survives_every_operation(alice: Client, method: str) -> None:
    texts = [text for case in cases("validation/texts.toml") for text in texts_of(case)]
    for text in (" e\u0301 \u00e9\u00a0", f"\ufeff{OWL}\u2028"):
        notes = "\n".join([text, *texts])
        assert_taken(alice, method, {"title": text, "notes": notes})


@checks("valid-10")
def test_a_text_in_escapes_is_the_same_text(alice: Client) -> None:
    texts = [text for case in cases("validation/texts.toml") for text in texts_of(case)]
    notes = "\n".join(texts)
    body = json.dumps(a_bookmark(notes=notes), ensure_ascii=True).encode()
    response = send_json(alice, "POST", "/bookmarks", body)
    assert response.status_code == 201
    assert response.json()["notes"] == notes


def texts_of(case: Any) -> list[str]:
    """The texts of a case of texts.toml."""
    texts: list[str] = case.values[0]["texts"]
    return texts


@checks("valid-11")
@each_method
def test_nul_is_422(alice: Client, method: str) -> None:
    for text in ("{}\0", "{}\0b", "\0"):
        members = {
            "url": text.format("https://example.org/a"),
            "title": text.format("a"),
            "notes": text.format("a"),
            "tags": ["a", text.format("a")],
        }
        response = send(alice, method, members)
        assert_invalid(response, pointers=["/url", "/title", "/notes", "/tags/1"])


@checks("valid-11")
@pytest.mark.parametrize("end", ["%00", "%00b"])
def test_nul_in_a_query_parameter_is_422(alice: Client, end: str) -> None:
    values = {"tag": "a", "q": "a", "sort": "title", "limit": "5", "cursor": "a"}
    query = "&".join(f"{name}={value}{end}" for name, value in values.items())
    response = alice.get(f"/bookmarks?{query}")
    assert_invalid(response, parameters=list(values))
