"""A short run on a real server; and what it is left like."""

from collections.abc import Iterator

import pytest

from fourways.discovery import find
from fourways.fuzz import targets
from fourways.fuzz.asked import Asked
from fourways.fuzz.caller import MINE, Caller
from fourways.fuzz.result import result_of
from fourways.fuzz.run import Fuzzing

SIGNED_IN = ("Authorization", "Bearer {token}")
JSON = ("Content-Type", "application/json")


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    with targets.started([find("scratch")], "sqlite") as [only]:
        yield only


def test_every_answer_to_many_requests_is_right(caller: Caller) -> None:
    fuzzing = Fuzzing([caller], 120, 1, lambda _: None)
    fuzzing.run()
    result = result_of(fuzzing, "sqlite")
    assert [finding["message"] for finding in result.findings] == []
    assert sum(map(sum, map(dict.values, result.statuses["scratch"].values()))) == 120
    assert result.answered("scratch", 200, 299) > 5
    assert result.answered("scratch", 400, 499) > 40
    assert set(result.sources) == {"grammar", "Schemathesis"}


@pytest.mark.parametrize(
    ("method", "target", "body", "status"),
    [
        ("PUT", "/bookmarks/{mine}", b'{"url": "http://x/", "title": "x"}', 200),
        ("PATCH", "/bookmarks/{mine}", b'{"title": "x"}', 200),
        ("DELETE", "/bookmarks/{mine}", None, 204),
        ("POST", "/bookmarks", b'{"url": "http://y/", "title": "y"}', 201),
        ("DELETE", "/tokens/current", None, 204),
    ],
)
def test_what_a_request_has_changed_is_put_back(
    caller: Caller, method: str, target: str, body: bytes | None, status: int
) -> None:
    before = listed(caller)
    asked = Asked("test", "", method, target, (SIGNED_IN, JSON), body)
    assert caller.ask(asked).status == status
    # Again, and the answer is the same.
    assert caller.ask(asked).status == status
    assert listed(caller) == before
    mine = Asked("test", "", "GET", "/bookmarks/{mine}", (SIGNED_IN,))
    assert f'"url":"{MINE["url"]}"' in caller.ask(mine).body.decode().replace(" ", "")


def listed(caller: Caller) -> int:
    page = Asked("test", "", "GET", "/bookmarks?limit=100", (SIGNED_IN,))
    return caller.ask(page).body.count(b'"url"')


def test_a_finding_shows_no_token(caller: Caller) -> None:
    exchange = caller.ask(Asked("test", "", "GET", "/users/me", (SIGNED_IN,)))
    assert exchange.status == 200
    assert "-H 'Authorization: Bearer TOKEN'" in exchange.curl()
