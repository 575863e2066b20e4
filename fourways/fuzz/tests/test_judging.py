"""What is wrong with answers, each alone and beside each other."""

import json
from typing import Any

import pytest

from contract_tests.support.exchange import Exchange
from fourways.fuzz.asked import Asked
from fourways.fuzz.judging import judge

ASKED = Asked("grammar", "GET /bookmarks", "GET", "/bookmarks")


def answered(
    status: int, body: Any = None, error: str = "", **headers: str
) -> Exchange:
    problem = "application/problem+json" if status >= 400 else "application/json"
    listed = [("Content-Type", problem)]
    listed += [(name.replace("_", "-"), value) for name, value in headers.items()]
    content = b"" if body is None else json.dumps(body).encode()
    return Exchange(
        "GET",
        "http://x/bookmarks",
        status=status,
        headers=listed,
        body=content,
        error=error,
    )


def invalid(*places: str) -> Exchange:
    errors = [{"pointer": place, "detail": "is wrong"} for place in places]
    return answered(422, {"type": "urn:invalid", "detail": "no", "errors": errors})


ALIKE = {
    "ids-times-and-etags-are-their-own": (
        answered(200, {"id": 1, "title": "x", "created_at": "a"}, ETag='"1"'),
        answered(200, {"id": 2, "title": "x", "created_at": "b"}, ETag='"2"'),
    ),
    "so-are-the-words-of-an-error": (
        answered(404, {"type": "urn:not-found", "detail": "Nothing."}),
        answered(404, {"type": "urn:not-found", "detail": "There is nothing."}),
    ),
    "the-order-of-methods": (
        answered(405, Allow="GET, HEAD"),
        answered(405, Allow="HEAD,GET"),
    ),
    "a-wrong-password-sooner-or-later": (answered(401), answered(429)),
    "what-is-not-said-again": (answered(304, Link="<x>"), answered(304)),
    "the-order-of-errors": (invalid("/url", "/title"), invalid("/title", "/url")),
}
UNLIKE = {
    "the-status": (answered(200, {}), answered(201, {})),
    "the-kind-of-problem": (
        answered(400, {"type": "urn:malformed"}),
        answered(400, {"type": "about:blank"}),
    ),
    "the-members-complained-about": (invalid("/url"), invalid("/url", "/title")),
    "what-a-body-says": (answered(200, {"title": "x"}), answered(200, {"title": "y"})),
    "the-methods": (answered(405, Allow="GET"), answered(405, Allow="GET, PUT")),
    "an-etag-or-none": (answered(200, {}, ETag='"1"'), answered(200, {})),
    "a-next-page-or-none": (
        answered(200, {"items": [], "next": "abc"}),
        answered(200, {"items": [], "next": None}),
    ),
}


@pytest.mark.parametrize("name", ALIKE)
def test_what_the_contract_leaves_open_may_differ(name: str) -> None:
    one, other = ALIKE[name]
    assert judge(ASKED, {"one": one, "other": other}) is None


@pytest.mark.parametrize("name", UNLIKE)
def test_what_the_contract_decides_may_not(name: str) -> None:
    one, other = UNLIKE[name]
    finding = judge(ASKED, {"one": one, "other": other})
    assert finding is not None
    assert "differ: one" in finding.message


@pytest.mark.parametrize(
    ("exchange", "message"),
    [
        (answered(500), "b: GET was answered 500"),
        (answered(503), "b: GET was answered 503"),
        (answered(0, error="no answer: it was closed"), "b: no answer: it was closed"),
        (answered(200, error="error-1: no problem"), "b: error-1: no problem"),
    ],
)
def test_one_wrong_answer_is_a_finding(exchange: Exchange, message: str) -> None:
    finding = judge(ASKED, {"a": answered(200), "b": exchange})
    assert finding is not None
    assert finding.message == message
    assert finding.shown() is exchange
