"""Validation: is the data what the API says it takes?"""

import json
from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import (
    OWL,
    a_bookmark,
    at,
    each_operation_with_a_body,
    send_json,
)
from contract_tests.support.outcomes import assert_each
from contract_tests.support.problems import assert_invalid

TWENTY_TAGS = [f"tag-{number:02}" for number in range(20)]

each_method = pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])


def send(client: Client, method: str, members: dict[str, Any]) -> httpx.Response:
    """Send these members, that will be refused, in a bookmark that is good else."""
    path = "/bookmarks" if method == "POST" else at(client, "/bookmarks/{id}")
    body = members if method == "PATCH" else a_bookmark(**members)
    return client.request(method, path, json=body)


def post(client: Client, **members: Any) -> httpx.Response:
    """POST a bookmark with these members."""
    return client.post("/bookmarks", json=a_bookmark(**members))


def assert_taken(client: Client, method: str, members: dict[str, Any]) -> None:
    """The method takes these members; it and GET return them as they are."""
    __tracebackhide__ = True
    path = "/bookmarks"
    if method != "POST":
        path = f"/bookmarks/{client.make_bookmark()['id']}"
    body = members if method == "PATCH" else a_bookmark(**members)
    response = client.request(method, path, json=body)
    assert response.status_code in (200, 201)
    assert_holds(response, members)
    assert_holds(client.get(f"/bookmarks/{response.json()['id']}"), members)


def assert_holds(response: httpx.Response, members: dict[str, Any]) -> None:
    """The bookmark in the response has these members."""
    __tracebackhide__ = True
    bookmark = response.json()
    assert {name: bookmark[name] for name in members} == members


# -------------------------------------------------------------- the 422 itself


@checks("valid-1")
@pytest.mark.parametrize(
    ("member", "value"),
    [("url", "ftp://a/"), ("title", ""), ("notes", 5), ("tags", "a")],
)
def test_an_invalid_member_is_422_and_named(
    alice: Client, member: str, value: Any
) -> None:
    problem = assert_invalid(post(alice, **{member: value}), pointers=[f"/{member}"])
    assert problem["errors"][0]["detail"].strip()


@checks("valid-1")
@each_method
def test_an_invalid_item_is_named_by_its_place(alice: Client, method: str) -> None:
    response = send(alice, method, {"tags": ["a", "B", "c", "D"]})
    assert_invalid(response, pointers=["/tags/1", "/tags/3"])


@checks("valid-1")
def test_what_is_refused_is_not_kept(alice: Client) -> None:
    bookmark = alice.make_bookmark()
    path = f"/bookmarks/{bookmark['id']}"
    patch = {"notes": "changed", "title": ""}
    assert_invalid(alice.patch(path, json=patch), pointers=["/title"])
    put = {"url": bookmark["url"], "title": "changed", "tags": ["A"]}
    assert_invalid(alice.put(path, json=put), pointers=["/tags/0"])
    assert alice.get(path).json() == bookmark


@checks("valid-2")
def test_all_invalid_members_are_reported_at_once(alice: Client) -> None:
    body = {"url": "ftp://a/", "notes": 5, "tags": ["a", "B", 7], "colour": "red"}
    response = alice.post("/bookmarks", json=body)
    pointers = ["/url", "/title", "/notes", "/tags/1", "/tags/2", "/colour"]
    assert_invalid(response, pointers=pointers)


@checks("valid-2")
def test_all_invalid_members_of_a_patch_are_reported_at_once(alice: Client) -> None:
    body = {"url": "a", "title": None, "notes": "\r", "tags": [None], "id": 1}
    response = send(alice, "PATCH", body)
    assert_invalid(response, pointers=["/url", "/title", "/notes", "/tags/0", "/id"])


@checks("valid-3")
@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("missing", [["url"], ["title"], ["url", "title"]])
def test_a_missing_member_is_422_at_its_place(
    alice: Client, missing: list[str], method: str
) -> None:
    path = "/bookmarks" if method == "POST" else at(alice, "/bookmarks/{id}")
    body = {k: v for k, v in a_bookmark(notes="").items() if k not in missing}
    response = alice.request(method, path, json=body)
    assert_invalid(response, pointers=[f"/{name}" for name in missing])


# ----------------------------------------------------------------------- types

# One value of each JSON type (and some that are false in Python) but a text.
NO_TEXTS: dict[str, Any] = {
    "number": 5,
    "zero": 0,
    "fraction": 1.5,
    "true": True,
    "false": False,
    "null": None,
    "array": ["https://example.org/"],
    "empty-array": [],
    "object": {},
}
NO_ARRAYS: dict[str, Any] = {
    "number": 0,
    "false": False,
    "null": None,
    "text": "web",
    "empty-text": "",
    "list-in-a-text": "a,b",
    "json-in-a-text": '["a"]',
    "object": {"0": "a"},
}


@checks("valid-4")
@each_method
@pytest.mark.parametrize("kind", NO_TEXTS)
def test_a_text_is_not_made_of_another_type(
    alice: Client, kind: str, method: str
) -> None:
    value = NO_TEXTS[kind]
    members = {"url": value, "title": value, "notes": value, "tags": ["a", value]}
    pointers = ["/url", "/title", "/notes", "/tags/1"]
    if method == "PATCH" and kind == "null":
        pointers.remove("/notes")  # which null returns to its default
    assert_invalid(send(alice, method, members), pointers=pointers)


@checks("valid-4")
@each_method
def test_an_array_is_not_made_of_another_type(alice: Client, method: str) -> None:
    values = list(NO_ARRAYS.values())
    if method == "PATCH":
        values.remove(None)  # which returns tags to their default
    assert_each(values, lambda value: send(alice, method, {"tags": value}), "422 /tags")


@checks("valid-4")
@each_operation_with_a_body
def test_a_body_that_is_no_object_is_422(
    alice: Client, method: str, template: str
) -> None:
    path = at(alice, template)
    bodies = (b"[]", b"null", b"5", b'"text"', b"true", b"[{}]", b'""')
    for body in bodies:
        # RFC 6901 5: the empty pointer is the whole document.
        assert_invalid(send_json(alice, method, path, body), pointers=[""])


# ------------------------------------------------------------- unknown members

# Names that no operation knows, and the pointers to them (RFC 6901 3 and 4).
UNKNOWN_MEMBERS = {
    "colour": "/colour",
    "tag": "/tag",
    "Title": "/Title",
    " title": "/ title",
    "id": "/id",
    "created_at": "/created_at",
    "updated_at": "/updated_at",
    "user_id": "/user_id",
    "__proto__": "/__proto__",
    "größe": "/größe",
    "0": "/0",
    "": "/",
    "a/b": "/a~1b",
    "a~b": "/a~0b",
    "~1": "/~01",
}


@checks("valid-5")
@each_method
@pytest.mark.parametrize("value", ["a", None], ids=["text", "null"])
def test_unknown_members_are_422(alice: Client, value: Any, method: str) -> None:
    response = send(alice, method, dict.fromkeys(UNKNOWN_MEMBERS, value))
    assert_invalid(response, pointers=list(UNKNOWN_MEMBERS.values()))


# ------------------------------------------------------------------------ urls


@checks("valid-6")
@pytest.mark.parametrize("case", cases("validation/good_urls.toml"))
def test_a_url_is_stored_as_sent(alice: Client, unique: str, case: Any) -> None:
    urls = [url.replace("{mark}", unique) for url in case["urls"]]
    made = {url: alice.make_bookmark(url=url) for url in urls}
    assert {url: made[url]["url"] for url in urls} == {url: url for url in urls}
    last = made[urls[-1]]
    assert alice.get(f"/bookmarks/{last['id']}").json() == last


@checks("valid-6")
@pytest.mark.parametrize("case", cases("validation/bad_urls.toml"))
def test_what_is_no_url_is_422(alice: Client, case: Any) -> None:
    assert_each(case["urls"], lambda url: post(alice, url=url), "422 /url")


@checks("valid-6")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_every_operation_wants_the_same_urls(
    alice: Client, unique: str, method: str
) -> None:
    assert_taken(alice, method, {"url": f"HTTP://user@[::1]:80/{unique}?a#b"})
    urls = ("ftp://a/", "https://", "https://example.org/a\n", "https://a/ü", "a")
    assert_each(urls, lambda url: send(alice, method, {"url": url}), "422 /url")


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
