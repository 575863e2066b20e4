"""Validation of credentials: what a username and a password may be."""

import secrets
import string
from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import LARGEST_BODY, OWL, send_json
from contract_tests.support.outcomes import assert_each
from contract_tests.support.problems import assert_invalid

GOOD = {"username": "grace", "password": "long enough"}

each_path = pytest.mark.parametrize("path", ["/users", "/tokens"])


def a_username(length: int) -> str:
    """A random username of that length."""
    return "".join(secrets.choice(string.ascii_letters) for _ in range(length))


@checks("valid-2", "auth-1")
@each_path
def test_all_invalid_credentials_are_reported_at_once(api: Client, path: str) -> None:
    body = {"username": 5, "password": "short", "email": "a@example.org"}
    response = api.post(path, json=body)
    assert_invalid(response, pointers=["/username", "/password", "/email"])


@checks("valid-3", "auth-1")
@each_path
def test_missing_credentials_are_422(api: Client, path: str) -> None:
    response = api.post(path, json={"username": "grace"})
    assert_invalid(response, pointers=["/password"])
    response = api.post(path, json={"password": "long enough"})
    assert_invalid(response, pointers=["/username"])
    assert_invalid(api.post(path, json={}), pointers=["/username", "/password"])


@checks("valid-4", "auth-1")
@each_path
def test_credentials_are_not_made_of_another_type(api: Client, path: str) -> None:
    def post_both(value: Any) -> httpx.Response:
        return api.post(path, json={"username": value, "password": value})

    values: list[Any] = [5, 0, 1.5, True, False, None, ["long enough"], [], {}]
    assert_each(values, post_both, "422 /password /username")


@checks("valid-5", "auth-1")
@each_path
def test_unknown_members_of_credentials_are_422(api: Client, path: str) -> None:
    body = {**GOOD, "admin": True, "id": 1, "Password": "long enough"}
    response = api.post(path, json=body)
    assert_invalid(response, pointers=["/admin", "/id", "/Password"])


@checks("valid-7", "auth-1")
def test_the_shortest_credentials_pass(api: Client) -> None:
    body = {"username": a_username(3), "password": "8 chars."}
    # Three letters may be somebody's already: 409 comes after 422.
    assert api.post("/users", json=body).status_code in (201, 409)


@checks("valid-7", "auth-1")
def test_the_shortest_credentials_may_sign_in(api: Client) -> None:
    body = {"username": a_username(3), "password": "8 chars."}
    # Nobody's, or another one's: 401 comes after 422.
    assert api.post("/tokens", json=body).status_code == 401


@checks("valid-7", "auth-1")
@each_path
def test_a_username_of_a_bad_length_is_422(api: Client, path: str) -> None:
    def post_username(length: int) -> httpx.Response:
        body = {**GOOD, "username": a_username(length)}
        return api.post(path, json=body)

    assert_each((0, 2, 31), post_username, "422 /username")


@checks("valid-7", "auth-1")
@each_path
def test_a_password_of_a_bad_length_is_422(api: Client, path: str) -> None:
    def post_password(password: str) -> httpx.Response:
        return api.post(path, json={**GOOD, "password": password})

    passwords = ("", "7 chars", OWL * 7, "a" * 129, OWL * 129)
    assert_each(passwords, post_password, "422 /password")


@checks("valid-8", "auth-1")
@each_path
@pytest.mark.parametrize("case", cases("validation/control_characters.toml"))
def test_control_characters_in_a_password_are_422(
    api: Client, case: Any, path: str
) -> None:
    # Behind and in front: no trimming, no `$` that forgives a newline.
    text = "long enough{}" if path == "/users" else "{}long enough"

    def post_password(character: str) -> httpx.Response:
        body = {**GOOD, "password": text.format(character)}
        return api.post(path, json=body)

    assert_each(case["characters"], post_password, "422 /password")


@checks("valid-9", "auth-1")
@each_path
@pytest.mark.parametrize("case", cases("validation/bad_usernames.toml"))
def test_a_bad_username_is_422(api: Client, case: Any, path: str) -> None:
    def post_username(username: str) -> httpx.Response:
        return api.post(path, json={**GOOD, "username": username})

    assert_each(case["usernames"], post_username, "422 /username")


@checks("valid-11", "auth-1")
@each_path
def test_nul_in_credentials_is_422(api: Client, path: str) -> None:
    for end in ("\0", "\0b"):
        body = {"username": f"grace{end}", "password": f"long enough{end}"}
        assert_invalid(api.post(path, json=body), pointers=["/username", "/password"])


# ------------------------------------------------------------- never echoed


def credentials_with(member: str, value: str) -> str:
    """Credentials in which that member is this JSON text; % is the password."""
    members = {"username": '"grace"', "password": '"%"', member: value}
    return "{" + ", ".join(f'"{name}": {text}' for name, text in members.items()) + "}"


# Bodies with the password in them, each refused for another reason.
REFUSED = {
    "too-short": credentials_with("password", '"%"').replace("%", "?"),
    "too-long": credentials_with("password", '"' + "%" * 12 + '"'),
    "with-a-control-character": credentials_with("password", r'"%\n"'),
    "in-an-array": credentials_with("password", '["%"]'),
    "in-an-object": credentials_with("password", '{"%": "%"}'),
    "beside-a-bad-username": credentials_with("username", '"1"'),
    "as-the-username": credentials_with("username", '" %"'),
    "in-an-unknown-member": credentials_with("passwort", '"%"'),
    "as-the-whole-body": '"%"',
    "in-an-array-for-a-body": '["%"]',
    "not-ended": credentials_with("password", '"%')[:-1],
    "before-more-text": credentials_with("password", '"%"') + "}",
    "with-a-bad-escape": credentials_with("password", r'"%\x"'),
    "too-large": credentials_with("password", '"%"').ljust(LARGEST_BODY + 1),
}
# Bodies that only a strict parser refuses.
REFUSED_IF_STRICT = {
    "with-a-lone-surrogate": credentials_with("password", r'"%\ud800"'),
    "in-a-repeated-member": credentials_with("username", '"grace", "password": "%"'),
}


@checks("valid-12", "auth-1")
@each_path
def test_no_error_echoes_the_password(api: Client, unique: str, path: str) -> None:
    assert_refused_without_echo(api, path, unique, REFUSED)


@checks("valid-12", "body-5", "body-6")
@each_path
def test_no_error_of_a_strict_parser_echoes_the_password(
    api: Client, unique: str, path: str
) -> None:
    assert_refused_without_echo(api, path, unique, REFUSED_IF_STRICT)


def assert_refused_without_echo(
    api: Client, path: str, password: str, bodies: dict[str, str]
) -> None:
    short = password[:7]
    for name, text in bodies.items():
        body = text.replace("%", password).replace("?", short).encode()
        response = send_json(api, "POST", path, body, Connection="close")
        assert response.status_code in (400, 413, 422), name
        assert_no_echo(response, short)


@checks("valid-12", "auth-1")
@each_path
def test_another_type_does_not_echo_the_password(
    api: Client, unique: str, path: str
) -> None:
    body = f"username=grace&password={unique}".encode()
    response = send_json(api, "POST", path, body, "text/plain")
    assert response.status_code == 415
    assert_no_echo(response, unique)


@checks("valid-12", "auth-1")
@each_path
def test_a_number_for_a_password_is_not_echoed(api: Client, path: str) -> None:
    number = secrets.randbelow(10**15) + 10**15
    response = api.post(path, json={**GOOD, "password": number})
    assert_invalid(response, pointers=["/password"])
    assert_no_echo(response, str(number))


def assert_no_echo(response: httpx.Response, password: str) -> None:
    """Neither body nor headers hold the password."""
    __tracebackhide__ = True
    assert password not in response.text
    assert password not in str(response.headers.multi_items())
