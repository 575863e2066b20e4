"""The router, and what the application makes of its answers."""

import pytest

from scratch_api.tests.wsgi_client import call, request
from scratch_api.web.application import Application

App = Application[str]


def test_a_segment_becomes_a_number(app: App) -> None:
    answer = request(app, "GET", "/items/9223372036854775807")
    assert answer.json() == [2**63 - 1, "the context"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/Items",
        "/items/",
        "//items",
        "/./items",
        "/items/../items",
        "/items%2F1",
        "/items/0",
        "/items/01",
        "/items/+1",
        "/items/-1",
        "/items/1.0",
        "/items/%201",
        "/items/1%20",
        "/items/1%0A",
        "/items/1_0",
        "/items/%D9%A1",  # an Arabic one
        "/items/9223372036854775808",
        "/items/1" + "0" * 5_000,
        "/items/%FF",
        "/items/1/",
    ],
)
def test_other_paths_are_unknown(app: App, path: str) -> None:
    assert request(app, "GET", path).status == 404


@pytest.mark.parametrize("path", ["/items/%31", "http://localhost/items/1"])
def test_one_path_can_be_written_in_two_ways(app: App, path: str) -> None:
    # RFC 3986 6.2.2.2 (unreserved characters), RFC 9112 3.2.2 (absolute form)
    assert request(app, "GET", path).json() == [1, "the context"]


def test_without_a_target_path_info_is_taken(app: App) -> None:
    # Bytes as Latin-1 (PEP 3333). `%31` was decoded already: it means itself.
    environ = {"PATH_INFO": "/items/7", "HTTP_HOST": "localhost"}
    assert call(app, environ).json() == [7, "the context"]
    environ = {"PATH_INFO": "/items/%31", "HTTP_HOST": "localhost"}
    assert call(app, environ).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "TRACE"])
def test_another_method_is_405_with_all_there_are(app: App, method: str) -> None:
    answer = request(app, method, "/items/1")
    assert answer.status == 405
    assert answer.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS"


def test_options_says_the_methods(app: App) -> None:
    answer = request(app, "OPTIONS", "/echo")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Allow"] == "OPTIONS, PATCH, POST"
    assert "Content-Length" not in answer.headers
    assert request(app, "OPTIONS", "/nowhere").status == 404


def test_head_is_get_without_its_body(app: App) -> None:
    get, head = (request(app, method, "/items/1") for method in ("GET", "HEAD"))
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")
    assert head.headers["Content-Length"] == str(len(get.body))
