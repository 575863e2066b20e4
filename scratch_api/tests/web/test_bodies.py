"""Reading bodies: what is declared, how much, and strict JSON."""

import io
from typing import Any

import pytest

from scratch_api.tests.wsgi_client import call, request
from scratch_api.web import strict_json
from scratch_api.web.application import Application
from scratch_api.web.bodies import MAX_BODY
from scratch_api.web.problems import MalformedJson

App = Application[str]

JSON = "application/json"


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json;charset=utf-8",
        'application/json ; charset="UTF-8"',
        "application/json;",
    ],
)
def test_a_declared_body_is_read(app: App, content_type: str) -> None:
    answer = request(app, "POST", "/echo", body=b"[1]", Content_Type=content_type)
    assert answer.json() == [1]


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/json-patch+json",
        "application/jsonx",
        "application/json, application/json",
        "application/json; charset=latin-1",
        "application/json; charset",
        "application/json; version=1",
        "application/json; charset=utf-8; x=" + "; " * 1_000 + "y",
    ],
)
def test_other_bodies_are_not_read(app: App, content_type: str) -> None:
    answer = request(app, "POST", "/echo", body=b"[1]", Content_Type=content_type)
    assert answer.status == 415
    assert "Accept-Patch" not in answer.headers


def test_patch_says_what_it_takes(app: App) -> None:
    answer = request(app, "PATCH", "/echo", body=b"{}", Content_Type="text/plain")
    assert answer.headers["Accept-Patch"] == "application/json"


@pytest.mark.parametrize("chunked", [False, True])
def test_the_limit(app: App, chunked: bool) -> None:
    largest = b"[%s]" % (b" " * (MAX_BODY - 2))
    sent: dict[str, Any] = {"chunked": chunked, "Content_Type": JSON}
    assert request(app, "POST", "/echo", body=largest, **sent).status == 200
    assert request(app, "POST", "/echo", body=largest + b" ", **sent).status == 413


def test_the_type_is_looked_at_before_the_size_and_that_before_the_json(
    app: App,
) -> None:
    wrong = b"x" * (MAX_BODY + 1)
    assert request(app, "POST", "/echo", body=wrong).status == 415
    assert request(app, "POST", "/echo", body=wrong, Content_Type=JSON).status == 413
    assert request(app, "POST", "/echo", body=b"x", Content_Type=JSON).status == 400


def test_a_body_without_length_or_end_is_not_waited_for(app: App) -> None:
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/echo",
        "CONTENT_TYPE": JSON,
        "HTTP_HOST": "localhost",
        "wsgi.input": io.BytesIO(b"[1]"),
    }
    assert call(app, environ).status == 400


def test_a_body_that_breaks_off_is_the_client_s_error(app: App) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise ConnectionResetError

    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/echo",
        "CONTENT_TYPE": JSON,
        "CONTENT_LENGTH": "3",
        "HTTP_HOST": "localhost",
        "wsgi.input": Broken(),
    }
    assert call(app, environ).status == 400


DEEPEST = b"[" * strict_json.MAX_DEPTH + b"]" * strict_json.MAX_DEPTH


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b' \t\r\n{"a": [1, -2.5e3, true, false, null]} ', None),
        ('"Zoë \N{OWL} e\u0301"'.encode(), "Zoë \N{OWL} e\u0301"),
        (rb'"\ud83e\udd89"', "\N{OWL}"),
        (rb'"\\ud800"', r"\ud800"),
        (b'"%s"' % (b"[{" * 200), "[{" * 200),
        (b'"\\"%s"' % (b"[{" * 200), '"' + "[{" * 200),
        (b'"%s"' % (b"1" * 5_000), "1" * 5_000),
        (b"[%s]" % b",".join([b"[]"] * 200), [[]] * 200),
        (DEEPEST, None),
        (b"1" * strict_json.MAX_DIGITS, None),
        (b"1e400", float("inf")),
        (b"0.5" + b"0" * 10_000, 0.5),
        (b"1e" + b"1" * 10_000, float("inf")),
    ],
)
def test_json_is_read(text: bytes, value: object) -> None:
    read = strict_json.loads(text)
    assert value is None or read == value


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b" ",
        b"{",
        b"[1,]",
        b'{"a":1,}',
        b"{'a':1}",
        b"[1] x",
        b"[1][2]",
        b"01",
        b"+1",
        b".5",
        b"1.",
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"True",
        b"// a\n1",
        b'"\n"',
        b'"\x00"',
        rb'"\x41"',
        rb'"\ud800"',
        rb'"\uDFFF"',
        rb'{"\ud800":1}',
        rb'[{"a":{"b":"\udc00\ud800"}}]',
        b'{"a":1,"a":1}',
        rb'{"a":1,"\u0061":1}',
        b'[{"b":{"a":1,"a":2}}]',
        b"\xef\xbb\xbf{}",
        '"é"'.encode("latin-1"),
        "{}".encode("utf-16"),
        "{}".encode("utf-16-le"),
        "{}".encode("utf-32"),
        b'"\xed\xa0\x80"',
        b'"\xc0\xaf"',
        b"[" + DEEPEST + b"]",
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b"[" * 200 + b'"' + rb"\"" * 30_000,
        b"[" * 200 + b'"' * 60_001,
        b"1" * 10_000,
        b"-" + b"1" * 60_000,
        "\N{ARABIC-INDIC DIGIT ONE}".encode(),
    ],
)
def test_other_texts_are_malformed(text: bytes) -> None:
    with pytest.raises(MalformedJson):
        strict_json.loads(text)
