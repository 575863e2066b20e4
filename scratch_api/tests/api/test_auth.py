"""Passwords and tokens."""

import base64
import hashlib
from collections.abc import Callable

import pytest

from scratch_api import auth, times
from scratch_api.tests.api.conftest import Api

PASSWORD = "correct horse \N{OWL}"


def test_a_hash_says_how_it_was_made() -> None:
    first, second = auth.hash_password(PASSWORD), auth.hash_password(PASSWORD)
    assert first.startswith("scrypt$16384$8$5$")
    assert first != second
    assert auth.password_matches(PASSWORD, first)
    assert not auth.password_matches(PASSWORD + " ", first)


def test_a_hash_of_other_strength_is_read_too() -> None:
    weaker = "scrypt$2$1$1$AAAAAAAAAAAAAAAAAAAAAA==$"
    key = hashlib.scrypt(b"x", salt=bytes(16), n=2, r=1, p=1, dklen=32)
    stored = weaker + base64.b64encode(key).decode()
    assert auth.password_matches("x", stored)


def test_nobody_s_hash_costs_what_any_hash_costs() -> None:
    assert auth.NOBODY.split("$")[:4] == auth.hash_password(PASSWORD).split("$")[:4]
    assert not auth.password_matches("", auth.NOBODY)


def test_an_unknown_user_is_hashed_too(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    matches: Callable[[str, str], bool] = auth.password_matches

    def watched(password: str, stored: str) -> bool:
        checked.append(stored)
        return matches(password, stored)

    monkeypatch.setattr(auth, "password_matches", watched)
    body = {"username": "nobody", "password": PASSWORD}
    answer = api.request("POST", "/tokens", json_body=body)
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert checked == [auth.NOBODY]


@pytest.mark.parametrize(
    "header",
    ["Bearer token-of-1", "bearer token-of-1", "BEARER  token-of-1"],
)
def test_a_token_authenticates(api: Api, header: str) -> None:
    assert api.request("GET", "/users/me", Authorization=header).status == 200


@pytest.mark.parametrize(
    ("header", "challenge"),
    [
        ("", "Bearer"),
        ("Bearer", "Bearer"),
        ("Bearer ", "Bearer"),
        ("Basic dXNlcjpwYXNz", "Bearer"),
        ("token-of-1", "Bearer"),
        ("Bearertoken-of-1", "Bearer"),
        ("Bearer wrong", 'Bearer error="invalid_token"'),
        ("Bearer token-of-1, Bearer token-of-1", 'Bearer error="invalid_token"'),
        ("Bearer token-of-1 ", 'Bearer error="invalid_token"'),
        ("Bearer t\u00f6ken", 'Bearer error="invalid_token"'),
    ],
)
def test_other_headers_do_not(api: Api, header: str, challenge: str) -> None:
    answer = api.request("GET", "/users/me", Authorization=header)
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == challenge


def test_a_token_ends_at_its_moment(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    with api.database.write() as session:
        session.execute("UPDATE tokens SET expires_at = 1000")
    for moment, status in [(999, 200), (1000, 401)]:
        monkeypatch.setattr(times, "now", lambda moment=moment: moment)
        assert api.request("GET", "/users/me").status == status


def test_signing_in_forgets_the_user_s_expired_tokens(api: Api) -> None:
    with api.database.write() as session:
        session.execute(
            "UPDATE users SET password_hash = ?", auth.hash_password(PASSWORD)
        )
        session.execute("UPDATE tokens SET expires_at = 1000")
    body = {"username": "USER1", "password": PASSWORD}
    assert api.request("POST", "/tokens", json_body=body).status == 201
    with api.database.read() as session:
        assert session.execute("SELECT count(*) FROM tokens") == [(1,)]


def test_moments() -> None:
    assert times.rfc3339(0) == "1970-01-01T00:00:00.000000Z"
    assert times.rfc3339(1_577_934_245_000_006) == "2020-01-02T03:04:05.000006Z"
    assert times.rfc3339(32_472_144_000_000_000) == "2999-01-01T00:00:00.000000Z"
