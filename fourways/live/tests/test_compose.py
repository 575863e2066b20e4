"""What is typed is what is sent."""

import json

import pytest

from fourways.live.compose import LONGEST, Form, TooLong, shown, template_of, to_bytes

VALUES = {"host": "127.0.0.1:1", "token": "secret", "id": "7"}


def sent(form: Form) -> bytes:
    return to_bytes(template_of(form), VALUES)


def test_a_form_gets_what_a_client_adds() -> None:
    headers = "Authorization: Bearer {token}\n"
    assert sent(Form("PUT", "/bookmarks/{id}", headers, "{}")) == (
        b"PUT /bookmarks/7 HTTP/1.1\r\n"
        b"Host: 127.0.0.1:1\r\n"
        b"Authorization: Bearer secret\r\n"
        b"Content-Length: 2\r\n"
        b"Connection: close\r\n\r\n{}"
    )


def test_a_request_without_a_body_says_so_only_where_one_belongs() -> None:
    assert b"Content-Length: 0\r\n" in sent(Form("POST", "/tags"))
    assert b"Content-Length" not in sent(Form("GET", "/tags"))


def test_what_is_typed_is_not_added_again() -> None:
    headers = "HOST: evil.example\nconnection: keep-alive\nTransfer-Encoding: chunked"
    assert sent(Form("POST", "/tags", headers, "0")) == (
        b"POST /tags HTTP/1.1\r\nHOST: evil.example\r\nconnection: keep-alive\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0"
    )


@pytest.mark.parametrize(
    "body", [r'{"a": "\n\\n\u00e9"}', "a\n\nb\r\nc\rd", "\\", "é🦉\0", r"\x41\\x41"]
)
def test_a_body_is_sent_as_it_stands(body: str) -> None:
    data = sent(Form("POST", "/", "", body))
    assert data.partition(b"\r\n\r\n")[2] == body.encode()
    assert f"Content-Length: {len(body.encode())}\r\n".encode() in data


def test_a_template_names_any_byte() -> None:
    template = "G\\x00T /\\xff\nA: \\\\ \\t\n\n1\\r\\n2\n3"
    assert to_bytes(template, {}) == b"G\0T /\xff\r\nA: \\ \t\r\n\r\n1\r\n2\n3"


def test_a_backslash_that_names_nothing_is_itself() -> None:
    assert to_bytes(r"\q \x4", {}) == rb"\q \x4"


def test_a_lone_surrogate_is_sent_as_what_is_no_utf_8() -> None:
    assert to_bytes(json.loads(r'"\ud800"'), {}) == b"\xed\xa0\x80"


def test_braces_that_name_nothing_are_themselves() -> None:
    assert to_bytes('{"title": {}}', VALUES) == b'{"title": {}}'


def test_so_many_letters_as_asked_for_and_no_more_than_allowed() -> None:
    assert to_bytes("{x:70000}", {}) == b"x" * 70_000
    with pytest.raises(TooLong, match="1,048,576 bytes here, this has 2,"):
        to_bytes("{x:1000000}{x:1000000}", {})
    with pytest.raises(TooLong):
        to_bytes("a" * (LONGEST + 1), {})


def test_long_bytes_are_shown_without_their_middle() -> None:
    assert shown(b"a" * 10, 4) == "aa ... 6 bytes left out ... aa"
    assert shown(b"\xff\x00") == "\\xff\0"
