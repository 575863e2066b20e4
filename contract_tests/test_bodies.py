"""Reading bodies: which bytes of a request are data, and when are they refused?"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import (
    JSON,
    LARGEST_BODY,
    OWL,
    a_bookmark,
    as_json,
    at,
    each_operation_with_a_body,
    framings,
    input_for,
    send_json,
)
from contract_tests.support.outcomes import MALFORMED, assert_each, outcome
from contract_tests.support.problems import assert_invalid

TOO_LARGE = "413 content-too-large"

# A refusal that takes longer was no refusal at once.
AT_ONCE_SECONDS = 2.0


def post(client: Client, text: str) -> httpx.Response:
    """POST this text as a bookmark."""
    return send_json(client, "POST", "/bookmarks", text.encode())


# ------------------------------------------------------------------ the text


@checks("body-1")
@pytest.mark.parametrize("case", cases("bodies/malformed.toml"))
def test_malformed_json_is_400(alice: Client, case: Any) -> None:
    assert_each(case["texts"], lambda text: post(alice, text), MALFORMED)


@checks("body-1")
@each_operation_with_a_body
def test_every_operation_with_a_body_refuses_malformed_json(
    alice: Client, method: str, template: str
) -> None:
    path = at(alice, template)
    bodies = (b"", b"{", b"{,}", b"nothing")
    assert_each(bodies, lambda body: send_json(alice, method, path, body), MALFORMED)


@checks("body-1")
def test_white_space_around_json_is_nothing(alice: Client) -> None:
    text = as_json(a_bookmark()).decode()
    response = post(alice, "\r\n\t {" + text[1:-1] + "\r\n\t }\r\n\t ")
    assert response.status_code == 201


@checks("body-4")
@pytest.mark.parametrize("case", cases("bodies/not_numbers.toml"))
def test_a_number_outside_the_grammar_is_400(alice: Client, case: Any) -> None:
    values = case["values"]
    assert_each(values, lambda value: post(alice, with_notes(value)), MALFORMED)
    assert_each(values, lambda value: post(alice, f'{{"x": [{value}]}}'), MALFORMED)


@checks("body-4")
@pytest.mark.parametrize("case", cases("bodies/numbers.toml"))
def test_a_number_inside_the_grammar_is_a_number(alice: Client, case: Any) -> None:
    # RFC 8259 9: an implementation may set limits on the range of numbers.
    right = "422 /notes", *([MALFORMED] if case["may_be_limited"] else [])
    for value in case["values"]:
        assert outcome(post(alice, with_notes(value))) in right, value


@checks("body-5")
@pytest.mark.parametrize("case", cases("bodies/repeated_names.toml"))
def test_a_repeated_member_name_is_400(alice: Client, case: Any) -> None:
    assert_each(case["texts"], lambda text: post(alice, text), MALFORMED)


@checks("body-5")
def test_names_may_recur_in_other_objects(alice: Client) -> None:
    text = '{"x": [{"a": 1, "A": 1}, {"a": {"a": {"a": 1}}}], "url": {"url": 1}}'
    assert_invalid(post(alice, text), pointers=["/title", "/url", "/x"])


@checks("body-6")
@pytest.mark.parametrize("case", cases("bodies/surrogates.toml"))
def test_a_lone_surrogate_is_400(alice: Client, case: Any) -> None:
    assert_each(case["texts"], lambda text: post(alice, text), MALFORMED)


@checks("body-6")
def test_a_pair_of_surrogates_is_one_character(alice: Client) -> None:
    text = as_json(a_bookmark(title="PAIR", notes="NONE")).decode()
    text = text.replace("PAIR", r"a\ud83e\uDD89b").replace("NONE", r"\\ud800")
    response = post(alice, text)
    assert response.status_code == 201
    assert response.json()["title"] == f"a{OWL}b"
    assert response.json()["notes"] == r"\ud800"


@checks("body-7")
@pytest.mark.parametrize("case", cases("bodies/encodings.toml"))
def test_another_encoding_is_400(alice: Client, case: Any) -> None:
    text = as_json(a_bookmark(title="Müller")).decode()

    def encoded(encoding: str) -> httpx.Response:
        return send_json(alice, "POST", "/bookmarks", text.encode(encoding))

    assert_each(case["encodings"], encoded, MALFORMED)


@checks("body-7")
def test_a_declared_charset_hides_no_other_encoding(alice: Client) -> None:
    body = as_json(a_bookmark(title="Müller")).decode().encode("utf-16")
    content_type = f"{JSON}; charset=utf-8"
    response = send_json(alice, "POST", "/bookmarks", body, content_type)
    assert outcome(response) == MALFORMED


@checks("body-7")
@pytest.mark.parametrize("case", cases("bodies/not_utf_8.toml"))
def test_bytes_that_are_not_utf_8_are_400(alice: Client, case: Any) -> None:
    body = as_json(a_bookmark(title="aHERE"))
    bodies = [body.replace(b"HERE", bytes.fromhex(each)) for each in case["bytes"]]
    assert_each(
        bodies, lambda body: send_json(alice, "POST", "/bookmarks", body), MALFORMED
    )


@checks("body-8")
@pytest.mark.parametrize("case", cases("bodies/text_after.toml"))
def test_text_after_the_value_is_400(alice: Client, case: Any) -> None:
    good = as_json(a_bookmark()).decode()
    assert_each(case["texts"], lambda text: post(alice, good + text), MALFORMED)


@checks("body-4", "body-5", "body-6", "body-7", "body-8", "body-9")
@each_operation_with_a_body
def test_every_operation_with_a_body_is_as_strict(
    alice: Client, method: str, template: str
) -> None:
    path = at(alice, template)
    good = as_json(input_for(template, alice))
    bodies = (
        good[:-1] + b', "x": NaN}',
        good[:-1] + b", " + good[1:],
        good[:-1] + rb', "x": "\ud800"}',
        b"\xef\xbb\xbf" + good,
        good.decode().encode("utf-16"),
        good[:-1] + b', "x": "\xff"}',
        good + b"{}",
        good[:-1] + b', "x": ' + b"[" * 20_000,
        good[:-1] + b', "x": ' + b"9" * 10_000 + b"}",
    )
    assert_each(bodies, lambda body: send_json(alice, method, path, body), MALFORMED)


# ----------------------------------------------------------- sizes and depths

DEEP = {
    "arrays-that-end": b"[" * 32_768 + b"]" * 32_768,
    "arrays-that-do-not-end": b"[" * LARGEST_BODY,
    "objects-that-end": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "objects-that-do-not-end": b'{"a":' * 13_000,
    "in-a-known-member": b'{"tags": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
}


@checks("body-9")
@pytest.mark.parametrize("name", DEEP)
def test_very_deep_nesting_is_400_at_once(alice: Client, name: str) -> None:
    response = send_json(alice, "POST", "/bookmarks", DEEP[name])
    assert outcome(response) == MALFORMED
    assert response.elapsed.total_seconds() < AT_ONCE_SECONDS


@checks("body-9")
def test_some_nesting_is_no_error_of_json(alice: Client) -> None:
    text = '{"x": ' + '[{"a":' * 20 + "1" + "}]" * 20 + "}"
    assert_invalid(post(alice, text), pointers=["/title", "/url", "/x"])


@checks("body-9")
def test_many_brackets_beside_each_other_are_no_depth(alice: Client) -> None:
    text = '{"x": [' + ", ".join(["[]"] * 5_000) + "]}"
    assert_invalid(post(alice, text), pointers=["/title", "/url", "/x"])


@checks("body-9")
def test_brackets_in_a_text_are_no_depth(alice: Client) -> None:
    notes = "[" * 5_000 + '{"' * 2_500
    assert alice.make_bookmark(notes=notes)["notes"] == notes


@checks("body-9")
@pytest.mark.parametrize("digits", [10_000, 60_000])
def test_a_number_of_very_many_digits_is_400_at_once(
    alice: Client, digits: int
) -> None:
    for number in ("7" * digits, "-" + "7" * digits):
        for text in (number, with_notes(number)):
            response = post(alice, text)
            assert outcome(response) == MALFORMED
            assert response.elapsed.total_seconds() < AT_ONCE_SECONDS


@checks("body-9")
def test_a_fraction_of_very_many_digits_is_refused_at_once(alice: Client) -> None:
    """As malformed, or as what no member may be: it takes no longer than a text."""
    for number in ("0." + "7" * 60_000, "7" * 60_000 + ".0", "7" * 60_000 + "e-9"):
        response = post(alice, with_notes(number))
        assert outcome(response) in (MALFORMED, "422 /notes")
        assert response.elapsed.total_seconds() < AT_ONCE_SECONDS


@checks("body-10")
@framings
def test_a_body_of_65536_bytes_is_read(alice: Client, chunked: bool) -> None:
    # The value stands at the end: whoever stops reading earlier misses it.
    body = as_json(a_bookmark(notes=OWL * 10_000)).rjust(LARGEST_BODY)
    response = send_json(alice, "POST", "/bookmarks", framed(body, chunked))
    assert response.status_code == 201
    assert response.json()["notes"] == OWL * 10_000


@checks("body-10")
@framings
@pytest.mark.parametrize("size", [65_537, 200_000])
def test_a_larger_body_is_413(alice: Client, size: int, chunked: bool) -> None:
    # The value stands in front: whoever cuts the rest off takes it for good.
    body = as_json(a_bookmark()).ljust(size)
    assert outcome(post_large(alice, "POST", "/bookmarks", body, chunked)) == TOO_LARGE


@checks("body-10")
@framings
def test_a_hundred_thousand_brackets_are_too_large(
    alice: Client, chunked: bool
) -> None:
    body = b"[" * 100_000
    assert outcome(post_large(alice, "POST", "/bookmarks", body, chunked)) == TOO_LARGE


@checks("body-10")
@each_operation_with_a_body
@framings
def test_every_operation_with_a_body_has_the_limit(
    alice: Client, chunked: bool, method: str, template: str
) -> None:
    path = at(alice, template)
    body = as_json(input_for(template, alice)).ljust(LARGEST_BODY + 1)
    assert outcome(post_large(alice, method, path, body, chunked)) == TOO_LARGE


def post_large(
    client: Client, method: str, path: str, body: bytes, chunked: bool
) -> httpx.Response:
    """Send a body that is refused; the server may close the connection then."""
    return send_json(client, method, path, framed(body, chunked), Connection="close")


def with_notes(value: str) -> str:
    """A bookmark as JSON whose notes are this text, as it stands."""
    return as_json(a_bookmark(notes="HERE")).decode().replace('"HERE"', value)


def framed(body: bytes, chunked: bool) -> bytes | Iterator[bytes]:
    """A body for httpx, which sends an iterator's items as chunks."""
    if not chunked:
        return body
    return (body[start : start + 8_191] for start in range(0, len(body), 8_191))
