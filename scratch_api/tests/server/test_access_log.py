"""One line for each request."""

import re
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

import pytest

from scratch_api.server import AccessLog

from .running import HELLO, Server


def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Answers in the way that its path names."""
    if environ["PATH_INFO"] == "/fail":
        raise RuntimeError("secret reason")
    start("201 Created", [])
    if environ["PATH_INFO"] == "/stream":
        return iter([b"one"])
    if environ["PATH_INFO"] == "/fail-first":
        return fail_first()
    return [b"hello"]


def fail_first() -> Iterator[bytes]:
    """Raises before the first byte."""
    raise RuntimeError("secret reason")
    yield b""


def logged(capsys: pytest.CaptureFixture[str], **environ: str) -> str:
    """The line, without its milliseconds."""
    setup_testing_defaults(environ)
    result = None
    try:
        result = AccessLog(app)(environ, lambda *_: lambda data: None)
        list(result)
    except RuntimeError:
        pass
    close = getattr(result, "close", None)
    if close:
        close()
    return re.sub(r" \d+\.\dms\n$", " Nms", capsys.readouterr().err)


CASES = {
    "a list": ({"PATH_INFO": "/a"}, "GET /a 201 Nms"),
    "a stream": ({"PATH_INFO": "/stream"}, "GET /stream 201 Nms"),
    "a failure": ({"PATH_INFO": "/fail"}, "GET /fail 500 Nms"),
    "an early failure": ({"PATH_INFO": "/fail-first"}, "GET /fail-first 500 Nms"),
    "another method": ({"REQUEST_METHOD": "PATCH"}, "PATCH / 201 Nms"),
    "the target as received": (
        {"REQUEST_URI": "/a%2Fb", "PATH_INFO": "/a/b"},
        "GET /a%2Fb 201 Nms",
    ),
    "no query": ({"RAW_URI": "/a?token=secret", "PATH_INFO": "/a"}, "GET /a 201 Nms"),
    "no host, no user": (
        {"REQUEST_URI": "http://user:secret@h/a?b", "PATH_INFO": "/a"},
        "GET /a 201 Nms",
    ),
    "no line end": ({"RAW_URI": "/a\r\nGET /b"}, "GET /a%0D%0AGET%20/b 201 Nms"),
    "no line end from a path": ({"PATH_INFO": "/a\n\x1b["}, "GET /a%0A%1B%5B 201 Nms"),
    "an asterisk": ({"RAW_URI": "*", "PATH_INFO": ""}, "GET * 201 Nms"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_line_says(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    environ, line = CASES[name]
    assert logged(capsys, **environ) == line


def test_a_list_stays_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    environ: WSGIEnvironment = {}
    setup_testing_defaults(environ)
    assert AccessLog(app)(environ, lambda *_: lambda data: None) == [b"hello"]


def test_nothing_is_logged_unless_asked_for() -> None:
    with Server("--workers=1") as server:
        server.ask("/hello")
    assert "GET /hello 200" not in server.log


def test_the_option_logs_a_line_for_each_request() -> None:
    with Server("--workers=2", "--access-log") as server:
        with server.connect() as client:
            client.send(HELLO * 20)
            for _ in range(20):
                client.response()
        assert server.stop() == 0
    assert len(re.findall(r"(?m)^GET /hello 200 \d+\.\dms$", server.log)) == 20
