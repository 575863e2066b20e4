"""Authentication of users: what an account is, seen in the recorded life of one."""

import math
import re
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import pytest

from contract_tests.support.account import (
    PASSWORD,
    WRONG_PASSWORDS,
    Account,
    best_seconds,
    take_alike,
)
from contract_tests.support.challenges import assert_challenge
from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.recorded import Recorded

WRONG = "wrong-with-another-last-character"
# RFC 6750 2.1: b64token
B64TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")


@checks("error-1", "response-1")
def test_every_answer_in_the_life_of_an_account_keeps_the_contract(
    account: Account,
) -> None:
    assert account.violations == []


@checks("owner-2")
def test_a_new_account_sees_nothing(account: Account) -> None:
    assert account.said["bookmarks"].json() == {"items": [], "next": None}
    assert account.said["tags"].json() == {"items": []}


# ------------------------------------------------------------------- usernames


@checks("valid-7", "valid-9", "auth-1")
def test_the_longest_username_and_password_pass(account: Account) -> None:
    assert (len(account.username), len(PASSWORD)) == (30, 128)
    assert account.said["made"].status == 201


@checks("auth-1")
def test_two_users_are_different(alice: Client, bob: Client) -> None:
    users = [client.get("/users/me").json() for client in (alice, bob)]
    assert [each["username"] for each in users] == [alice.username, bob.username]
    assert users[0]["id"] != users[1]["id"]


@checks("auth-2")
def test_a_username_is_taken_whatever_its_case(account: Account) -> None:
    taken = account.said["taken"]
    assert taken.status == 409
    assert taken.json()["type"] == "urn:fourways:problem:conflict"


@checks("auth-2")
def test_signing_in_ignores_the_case_of_the_username(account: Account) -> None:
    assert account.said["in-2"].status == 201


@checks("auth-2")
def test_a_username_is_shown_as_first_written(account: Account) -> None:
    assert account.said["other-token"].json()["username"] == account.username


# ------------------------------------------------------------------- passwords


@checks("auth-16")
@pytest.mark.parametrize("name", WRONG_PASSWORDS)
def test_a_password_is_compared_exactly(account: Account, name: str) -> None:
    assert account.said["in-1"].status == 201, "the password itself is right"
    assert account.said[f"wrong-{name}"].status == 401


@checks("auth-7")
def test_unknown_user_and_wrong_password_get_the_same_answer(
    account: Account,
) -> None:
    unknown = account.said["unknown-0"]
    wrong = account.said[WRONG]
    assert (unknown.status, wrong.status) == (401, 401)
    assert without_date(unknown) == without_date(wrong)
    assert unknown.text == wrong.text


@checks("auth-8")
def test_an_unknown_user_takes_the_same_work_as_a_wrong_password(
    account: Account,
) -> None:
    unknown = best_seconds(account.said, "unknown-")
    wrong = best_seconds(account.said, "wrong-")
    assert take_alike(account.said), f"unknown: {unknown:.3f} s, wrong: {wrong:.3f} s"


@checks("auth-4")
def test_401_of_a_wrong_password_is_a_plain_challenge(account: Account) -> None:
    for name in ("unknown-0", "wrong-in-small-letters"):
        assert_challenge(account.said[name].header("WWW-Authenticate"), sent=False)


@checks("valid-12", "auth-7")
def test_neither_401_nor_409_echoes_the_password(account: Account) -> None:
    for name, response in account.said.items():
        if response.status in (401, 409):
            # JSON may escape what is not ASCII: look at what it means too.
            said = f"{response.text}\n{response.json()}"
            for password in (PASSWORD, *WRONG_PASSWORDS.values()):
                assert password.strip() not in said, name
                assert repr(password.strip())[1:-1] not in said, name


def without_date(response: Recorded) -> list[tuple[str, str]]:
    """The headers, sorted, but the time."""
    return sorted((name, value) for name, value in response.headers if name != "date")


# ---------------------------------------------------------------------- tokens


@checks("auth-12")
def test_a_token_has_256_random_bits(
    alice: Client, bob: Client, account: Account
) -> None:
    tokens = [alice.token, bob.token, account.token("in-1"), account.token("in-2")]
    assert [token for token in tokens if not B64TOKEN.fullmatch(token)] == []
    # Where all tokens have the same character nothing is random.
    shortest = min(map(len, tokens))
    varying = [
        {token[place] for token in tokens}
        for place in range(shortest)
        if len({token[place] for token in tokens}) > 1
    ]
    alphabet = 16 if all(c in "0123456789abcdefABCDEF" for c in "".join(tokens)) else 64
    # One place in 4,096 is alike in four good tokens by chance; two may be.
    assert (len(varying) + 2) * math.log2(alphabet) >= 256


@checks("auth-12")
def test_no_two_tokens_are_alike(alice: Client, bob: Client, account: Account) -> None:
    tokens = [alice.token, bob.token, account.token("in-1"), account.token("in-2")]
    assert len(set(tokens)) == len(tokens)
    assert len({token[:16] for token in tokens}) == len(tokens)


@checks("auth-1", "crud-9")
def test_the_time_when_a_token_ends_has_the_form_of_all_times(
    account: Account,
) -> None:
    expires_at = account.said["in-1"].json()["expires_at"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", expires_at)
    assert datetime.fromisoformat(expires_at).tzinfo is not None


@checks("response-6", "auth-1")
def test_a_token_is_not_stored_by_anybody(account: Account) -> None:
    directives = account.said["in-1"].header("Cache-Control").lower().split(",")
    assert "no-store" in [directive.strip() for directive in directives]


@checks("response-2", "auth-1")
def test_the_locations_of_user_and_token_lead_to_them(
    account: Account, api: Client
) -> None:
    assert location_of(account.said["made"], "/users") == "/users/me"
    assert location_of(account.said["in-1"], "/tokens") == "/tokens/current"
    other = api.as_user(account.token("in-2"))
    assert other.get("/users/me").json() == account.said["made"].json()


def location_of(response: Recorded, asked: str) -> str:
    """The path that Location names, seen from what was asked (RFC 9110 10.2.2)."""
    return urlsplit(
        urljoin(f"http://localhost{asked}", response.header("Location"))
    ).path


# ----------------------------------------------------------------- signing out


@checks("auth-14", "route-1")
def test_signing_out_ends_the_token_at_once(account: Account) -> None:
    assert account.said["me"].status == 200
    assert account.said["out"].status == 204
    for name in ("gone", "out-again"):
        ended = account.said[name]
        assert ended.status == 401
        assert_challenge(ended.header("WWW-Authenticate"), sent=True)


@checks("auth-14")
def test_signing_out_ends_the_token_in_every_process(account: Account) -> None:
    before, after = (
        account.on_new_connections("seen"),
        account.on_new_connections("end"),
    )
    assert [response.status for response in before] == [200] * len(before)
    assert [response.status for response in after] == [401] * len(after)


@checks("auth-14")
def test_signing_out_ends_no_other_token(account: Account) -> None:
    assert account.said["other-token"].status == 200


@checks("response-3", "auth-14")
def test_204_of_signing_out_has_neither_body_nor_content_type(
    account: Account,
) -> None:
    out = account.said["out"]
    assert out.status == 204
    assert out.text == ""
    assert out.header("Content-Type") == ""


@checks("valid-13", "auth-14")
def test_signing_out_with_an_unknown_parameter_is_422(account: Account) -> None:
    assert account.said["not-out"].status == 422
    errors = account.said["not-out"].json()["errors"]
    assert [each["parameter"] for each in errors] == ["nonsense"]
    assert account.said["still-in"].status == 200
