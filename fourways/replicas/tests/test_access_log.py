"""nginx's log is read as it is written."""

import pytest

from fourways.replicas.access_log import Request, Try, answers, parse

START = "2030-01-02T03:04:05+00:00 127.0.0.1"


def line(asked: str, status: int, upstream: str, statuses: str, connect: str) -> str:
    return (
        f'{START} "{asked}" {status} 0.012s upstream="{upstream}" '
        f'status="{statuses}" connect="{connect}"'
    )


def test_a_request_that_a_replica_answered() -> None:
    request = parse(line("GET /tags", 200, "127.0.0.1:8001", "200", "0.000"))
    assert request == Request("GET", "/tags", 200, (Try(8001, 200, True),))
    assert (request.answered_by, request.interrupted) == (8001, False)
    assert not request.passed_on


def test_a_refused_connection_is_passed_on_and_cuts_nothing_off() -> None:
    request = parse(
        line(
            "POST /tokens",
            201,
            "127.0.0.1:8001, 127.0.0.1:8002",
            "502, 201",
            "-, 0.000",
        )
    )
    assert (request.answered_by, request.passed_on) == (8002, True)
    assert not request.interrupted


def test_a_request_that_was_taken_and_not_answered_is_cut_off() -> None:
    alone = parse(line("POST /bookmarks", 502, "127.0.0.1:8001", "502", "0.000"))
    assert (alone.answered_by, alone.interrupted) == (None, True)
    again = parse(
        line(
            "DELETE /bookmarks/7",
            404,
            "127.0.0.1:8001, 127.0.0.1:8002",
            "502, 404",
            "0.000, 0.000",
        )
    )
    assert (again.answered_by, again.interrupted) == (8002, True)


def test_what_nginx_answers_itself_is_no_replicas() -> None:
    request = parse(line("-", 400, "-", "-", "-"))
    assert (request.path, request.tries) == ("", ())
    redirected = parse(line("TRACE /tags", 405, "127.0.0.1:8001", "405", "0.001"))
    assert answers([request, redirected]) == {None: 1, 8001: 1}


def test_another_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a line of nginx's log"):
        parse('127.0.0.1 - - "GET / HTTP/1.1" 200 15')
