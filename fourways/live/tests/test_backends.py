"""Requests reach the backends; their answers, logs and SQL come back."""

from typing import Any

import pytest

from fourways.live.cases import Case, cases
from fourways.live.tests.conftest import Live

CASES = {case.name: case for case in cases()}
STATUSES = {
    "created": 201,
    "item": 200,
    "not-modified": 304,
    "list": 200,
    "malformed": 400,
    "invalid": 422,
    "coercion": 422,
    "wrong-method": 405,
    "unauthorized": 401,
    "invalid-token": 401,
    "not-mine": 404,
    "conflict": 409,
    "stale": 412,
    "unknown-path": 404,
    "slash": 404,
    "head": 200,
    "preflight": 204,
    "media-type": 415,
    "oversized": 413,
    "other-host": 400,
    "two-lengths": 400,
    "garbage": 400,
}


def send(live: Live, name: str) -> list[Any]:
    """The answers to a case."""
    case = CASES[name]
    if case.raw:
        return list(live.send(raw=case.raw)["answers"])
    names = ("method", "path", "headers", "body")
    return list(live.send(form={n: getattr(case, n) for n in names})["answers"])


def text(answer: Any) -> str:
    return "".join(part for part, _ in answer["parts"])


@pytest.mark.parametrize("name", CASES)
def test_each_case_shows_what_it_is_called_after(live: Live, name: str) -> None:
    for backend, answer in zip(live.backends, send(live, name), strict=True):
        if name == "garbage" and backend.server.name == "gunicorn":
            # It begins TLS for a server that has none, and is let go without a word.
            continue
        assert text(answer).startswith(f"HTTP/1.1 {STATUSES[name]} "), (
            backend.backend.name
        )
        assert answer["note"] == ""


def test_a_case_that_makes_something_can_be_sent_again(live: Live) -> None:
    for _ in range(2):
        assert all("201" in text(answer) for answer in send(live, "created"))


def test_a_page_of_one_is_not_the_last(live: Live) -> None:
    assert all('rel="next"' in text(answer) for answer in send(live, "list"))


def test_the_log_line_is_that_of_the_request(live: Live) -> None:
    for answer in send(live, "conflict"):
        [line] = answer["log"].splitlines()
        assert "POST /bookmarks 409" in line


def test_the_sql_is_that_of_the_request_without_values(live: Live) -> None:
    for answer in send(live, "created"):
        sql = "\n".join(answer["sql"]).lower()
        assert sql.count("insert into") >= 1
        assert "begin immediate" in sql
        assert "values (?, ?, ?, ?, ?, ?)" in sql
        assert "commit" in sql
        assert not any(value in sql for value in ("example.org", "owl", "birds"))
    assert all(answer["sql"] == [] for answer in send(live, "unauthorized"))


def test_no_secret_gets_into_the_sql(live: Live) -> None:
    body = '{"username": "ada", "password": "correct horse battery staple"}'
    form = {"method": "POST", "path": "/tokens", "body": body}
    form["headers"] = "Content-Type: application/json"
    for answer in live.send(form=form)["answers"]:
        assert text(answer).startswith("HTTP/1.1 201 ")
        sql = "\n".join(answer["sql"])
        assert "SELECT" in sql
        for secret in ("'", "$", "ada", "scrypt", "argon2"):
            assert secret not in sql


def test_what_was_deleted_is_there_again(live: Live) -> None:
    token = "Authorization: Bearer {token}"
    gone = {"method": "DELETE", "path": "/bookmarks/{id}", "headers": token}
    assert all("204" in text(each) for each in live.send(form=gone)["answers"])
    out = {"method": "DELETE", "path": "/tokens/current", "headers": token}
    assert all("204" in text(each) for each in live.send(form=out)["answers"])
    assert all("200" in text(answer) for answer in send(live, "item"))


def test_what_is_the_same_but_for_ids_and_times_does_not_differ(live: Live) -> None:
    case = CASES["item"]
    form = {"method": case.method, "path": case.path, "headers": case.headers}
    parts = [row[0] for row in live.send(form=form)["rows"]]
    assert not [part for part in parts if "body" in part or "etag" in part]


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "\\0",
        "\\r\\n" * 50,
        "GET / HTTP/9.9\n\n",
        "GET /" + "a" * 70_000 + " HTTP/1.1\n\n",
        "GET /tags HTTP/1.1\nHost: {host}\nConnection: close\nX: {x:500000}\n\n",
        "é🦉 \ud800 {token}{nothing}\n\n",
    ],
    ids=["nothing", "NUL", "lines", "version", "path", "header", "text"],
)
def test_whatever_is_typed_the_next_request_works(live: Live, raw: str) -> None:
    for backend in live.backends:
        backend.seconds = 0.3
    try:
        assert len(live.send(raw=raw)["answers"]) == len(live.backends)
    finally:
        for backend in live.backends:
            backend.seconds = 5.0
    assert all("200" in text(answer) for answer in send(live, "item"))


def test_a_case_has_all_it_needs() -> None:
    for case in cases():
        assert isinstance(case, Case)
        assert bool(case.raw) != bool(case.method), case.name
        assert case.what.endswith((".", "?")), case.name
