"""What can be asked, and what is said about what cannot."""

import pytest

from contract_tests.support.openapi import paths
from fourways.terminal import Mistake
from fourways.trace.asking import CASES, methods, parse
from fourways.trace.command import split


def test_every_operation_can_be_asked_for() -> None:
    for path in paths():
        assert {*methods(path.template)} == path.methods
        for method in path.methods:
            assert parse(f"{method} {path.template}").template == path.template


@pytest.mark.parametrize(
    ("request_", "template", "query"),
    [
        ("GET /bookmarks/7", "/bookmarks/{id}", ""),
        ("GET /bookmarks?tag=web&limit=2", "/bookmarks", "?tag=web&limit=2"),
        ("  post   /users ", "/users", ""),
    ],
)
def test_paths_as_they_are_typed(request_: str, template: str, query: str) -> None:
    asking = parse(request_)
    assert (asking.template, asking.query) == (template, query)


@pytest.mark.parametrize(
    ("request_", "case", "said"),
    [
        ("POST bookmarks", None, 'write it like "POST /bookmarks"'),
        ("GET", None, 'write it like "POST /bookmarks"'),
        ("GET /bokmarks", None, 'Did you mean "/bookmarks"?'),
        ("GET /bookmarks/0", None, "its paths are"),
        ("DELETE /bookmarks", None, "--case wrong-method"),
        ("BREW /bookmarks", None, "It has GET, POST, HEAD, OPTIONS"),
        ("POST /bookmarks", "confict", 'Did you mean "conflict"?'),
        ("GET /tags", "malformed", "no body"),
        ("GET /health", "unauthorized", "needs no token"),
        ("POST /users", "unauthorized", "needs no token"),
        ("DELETE /bookmarks/1", "conflict", "PUT /bookmarks/{id}"),
    ],
)
def test_mistakes_are_told_with_what_would_be_right(
    request_: str, case: str | None, said: str
) -> None:
    with pytest.raises(Mistake) as caught:
        parse(request_, case)
    assert said.lower() in str(caught.value).lower()
    assert "\n" not in str(caught.value)


def test_the_cases_fit_the_request_of_the_evidence() -> None:
    assert [parse("POST /bookmarks", case).case for case in CASES] == [*CASES]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ([], "POST /bookmarks")),
        (["flask"], (["flask"], "POST /bookmarks")),
        (["GET /tags"], ([], "GET /tags")),
        (["flask", "django", "GET /tags"], (["flask", "django"], "GET /tags")),
        (["flask", "GET", "/tags"], (["flask"], "GET /tags")),
        (["/tags"], ([], "/tags")),
    ],
)
def test_names_come_before_the_request(
    words: list[str], expected: tuple[list[str], str]
) -> None:
    assert split(words) == expected
