"""Answers are cut without losing a character."""

import pytest

from fourways.live.answer import Segment, segments

HEAD = "HTTP/1.1 200 OK\r\nA: 1\r\nSet-Cookie: a\r\nset-cookie: b\r\n\r\n"


def named(text: str, method: str = "GET") -> dict[str, str]:
    found = segments(text.encode(), method)
    assert "".join(each.text for each in found) == text
    return {each.part: each.text for each in found if each.part}


def test_each_header_has_a_name() -> None:
    assert named(HEAD) == {
        "0 status": "HTTP/1.1 200 OK\r\n",
        "0 header a": "A: 1\r\n",
        "0 header set-cookie": "Set-Cookie: a\r\n",
        "0 header set-cookie (2)": "set-cookie: b\r\n",
    }


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ('{"a": 1, "b": [true, {}]}', {"/a": '"a": 1', "/b/0": "true", "/b/1": "{}"}),
        (' [ ] \n{"a":1}', {"": ' [ ] \n{"a":1}'}),
        (' { "x/y~" : [ ] } ', {"/x~1y~0": '"x/y~" : [ ]'}),
        ('"text"', {"": '"text"'}),
        (
            '["\\"]", "é🦉", -1.5e+3, null]',
            {"/0": '"\\"]"', "/1": '"é🦉"', "/2": "-1.5e+3", "/3": "null"},
        ),
        ("[NaN]", {"": "[NaN]"}),
        ("<html>", {"": "<html>"}),
        ("[" * 60 + "]" * 60, {"": "[" * 60 + "]" * 60}),
        ("[" * 100_000, {"": "[" * 100_000}),
    ],
    ids=[
        "members",
        "two values",
        "spaces",
        "text",
        "items",
        "NaN",
        "HTML",
        "deep",
        "very deep",
    ],
)
def test_each_scalar_of_a_body_has_a_name(body: str, parts: dict[str, str]) -> None:
    found = named(f"HTTP/1.1 200 OK\r\n\r\n{body}")
    del found["0 status"]
    assert {name.removeprefix("0 body").strip(): found[name] for name in found} == parts


def test_interim_and_later_answers_are_counted() -> None:
    first = "HTTP/1.1 100 Continue\r\n\r\n"
    second = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1"
    third = "HTTP/1.1 204 No Content\r\n\r\n"
    found = named(first + second + third + "more", "POST")
    assert list(found) == [
        *("0 status", "1 status", "1 header content-length", "1 body", "2 status"),
        "3 bytes",
    ]


def test_head_has_no_body_whatever_its_length_says() -> None:
    text = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
    assert "0 body" not in named(text, "HEAD")


def test_what_is_no_http_is_one_part() -> None:
    assert segments(b"\x15\x03\xff", "GET") == [Segment("\x15\x03\\xff", "0 bytes")]
    assert segments(b"", "GET") == []
