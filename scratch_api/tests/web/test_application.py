"""What every response has in common, and the errors."""

import errno
import io

import pytest

from scratch_api.tests.wsgi_client import call, request
from scratch_api.web.application import Application

App = Application[str]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/items", 200),
        ("OPTIONS", "/items", 204),
        ("GET", "/nowhere", 404),
        ("PUT", "/items", 405),
        ("POST", "/echo", 415),
        ("GET", "/crash", 500),
    ],
)
def test_every_response(app: App, method: str, path: str, status: int) -> None:
    answer = request(app, method, path)
    assert answer.status == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Vary"] == "Origin"
    if status >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json().keys() == {"type", "title", "status", "detail"}
        assert answer.json()["status"] == status


def test_a_crash_is_logged_and_not_shown(app: App) -> None:
    answer = request(app, "GET", "/crash")
    assert b"secret" not in answer.body
    assert answer.json()["type"] == "urn:fourways:problem:internal-error"
    assert answer.errors.count("Traceback") == 1
    assert "ZeroDivisionError: the secret of the crash" in answer.errors
    assert request(app, "GET", "/items").errors == ""


def test_a_crash_that_cannot_be_logged_is_a_500_too(app: App) -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(errno.ENOSPC, "no space left")

    environ = {"PATH_INFO": "/crash", "HTTP_HOST": "localhost", "wsgi.errors": Full()}
    assert call(app, environ).status == 500


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "localhost:", "[::1]:1"]
)
def test_an_allowed_host(app: App, host: str) -> None:
    assert request(app, "GET", "/items", Host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:localhost",
        "a@localhost",
        "localhost, evil.example",
        "localhost:80:80",
        "localhost/",
        "[::1",
        "::1",
    ],
)
def test_another_host_is_refused_before_the_path_is_looked_at(
    app: App, host: str
) -> None:
    answer = request(app, "GET", "/nowhere", Host=host)
    assert answer.status == 400
    assert answer.json()["type"] == "urn:fourways:problem:host-not-allowed"


@pytest.mark.parametrize(
    ("version", "name", "status"),
    [("1.0", "localhost", 200), ("1.0", "other", 400), ("1.1", "localhost", 400)],
)
def test_without_a_host_the_server_s_name_counts_in_http_1_0(
    app: App, version: str, name: str, status: int
) -> None:
    environ = {
        "PATH_INFO": "/items",
        "SERVER_NAME": name,
        "SERVER_PROTOCOL": f"HTTP/{version}",
    }
    assert call(app, environ, host=False).status == status


@pytest.mark.parametrize("path", ["/items", "/nowhere", "/crash"])
def test_an_allowed_origin_is_named(app: App, path: str) -> None:
    headers = request(app, "GET", path, Origin="https://app.example").headers
    assert headers["Access-Control-Allow-Origin"] == "https://app.example"
    assert headers["Access-Control-Expose-Headers"] == "ETag, Location, Link"


def test_preflight(app: App) -> None:
    headers = request(
        app,
        "OPTIONS",
        "/echo",
        Origin="https://app.example",
        Access_Control_Request_Method="POST",
    ).headers
    assert headers["Access-Control-Allow-Origin"] == "https://app.example"
    assert "PATCH" in headers["Access-Control-Allow-Methods"]
    assert "if-match" in headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "http://app.example",
        "https://app.example.evil.example",
        "https://evil-app.example",
        "https://app.example:444",
        "HTTPS://APP.EXAMPLE",
    ],
)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_other_origins_get_nothing(app: App, method: str, origin: str) -> None:
    headers = request(app, method, "/items", Origin=origin).headers
    assert not [name for name in headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {}),
        ("a=1&b=2&a=3", {"a": ["1", "3"], "b": ["2"]}),
        ("a&b=&=c", {"a": [""], "b": [""], "": ["c"]}),
        ("q=a+b%2Bc%20d", {"q": ["a b+c d"]}),
        ("q=%F0%9F%A6%89", {"q": ["\N{OWL}"]}),
        ("q=100%&r=%zz", {"q": ["100%"], "r": ["%zz"]}),
        ("a=1;b=2", {"a": ["1;b=2"]}),
    ],
)
def test_the_query(app: App, query: str, expected: object) -> None:
    assert request(app, "GET", f"/items?{query}").json() == expected
