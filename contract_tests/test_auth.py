"""Authentication: who is calling, and what would a thief of the database get?"""

import math
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from contract_tests.conftest import Run
from contract_tests.support.account import (
    PASSWORD,
    WRONG_PASSWORDS,
    Account,
    account_of,
)
from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import (
    JSON,
    LARGEST_BODY,
    a_bookmark,
    send_json,
)
from contract_tests.support.openapi import document
from contract_tests.support.outcomes import outcome
from contract_tests.support.raw import RawConnection
from contract_tests.support.recorded import Recorded
from contract_tests.support.start import Started

OpenRaw = Callable[[], RawConnection]

INVALID_TOKEN = 'error="invalid_token"'
LARGEST_ID = 2**63 - 1

# RFC 6750 2.1: b64token
B64TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")

PUBLIC = {"POST /users", "POST /tokens", "GET /health", "GET /openapi.json"}
PROTECTED = [
    f"{method.upper()} {path}"
    for path, item in document()["paths"].items()
    for method in item
    if method != "parameters" and f"{method.upper()} {path}" not in PUBLIC
]


@pytest.fixture
def account(api: Client, run: Run, target: Started) -> Account:
    """The recorded life of an account on the target."""
    return account_of(api, run.folder, target.target.id)


# ------------------------------------------------------------- sign up, sign in


@checks("auth-1", "route-1")
def test_who_signed_up_can_sign_in_and_see_the_account(account: Account) -> None:
    made = account.said["made"]
    assert made.status == 201
    assert made.json()["username"] == account.username
    assert account.said["in-1"].status == 201
    assert account.said["me"].json() == made.json()


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


# ------------------------------------------------------------------ who may what


@checks("auth-3")
@pytest.mark.parametrize("operation", PROTECTED)
def test_without_a_valid_token_it_is_401(api: Client, operation: str) -> None:
    method, template = operation.split()
    path = template.replace("{id}", str(LARGEST_ID))
    body = a_bookmark() if method in ("POST", "PUT", "PATCH") else None
    for caller in (api, api.as_user("not-a-token")):
        response = caller.request(method, path, json=body)
        assert outcome(response) == "401 unauthorized"


@checks("auth-3")
@pytest.mark.parametrize(
    ("operation", "status"),
    [
        ("GET /health", 200),
        ("GET /openapi.json", 200),
        ("POST /users", 422),
        ("POST /tokens", 422),
    ],
)
def test_what_is_public_needs_no_token(
    api: Client, operation: str, status: int
) -> None:
    method, path = operation.split()
    body: dict[str, str] | None = {} if method == "POST" else None
    for caller in (api, api.as_user("not-a-token")):
        assert caller.request(method, path, json=body).status_code == status


@checks("auth-4")
def test_401_without_a_token_is_a_plain_challenge(api: Client) -> None:
    response = api.get("/bookmarks")
    challenges = response.headers.get_list("WWW-Authenticate")
    assert len(challenges) == 1
    assert_challenge(challenges[0], sent=False)


@checks("auth-4")
def test_401_of_a_wrong_password_is_a_plain_challenge(account: Account) -> None:
    for name in ("unknown-0", "wrong-in-small-letters"):
        assert_challenge(account.said[name].header("WWW-Authenticate"), sent=False)


@checks("auth-4")
def test_401_of_an_unknown_token_names_it(api: Client) -> None:
    response = api.as_user("not-a-token").get("/bookmarks")
    assert_challenge(response.headers["WWW-Authenticate"], sent=True)


@checks("auth-5")
@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEARER"])
def test_the_scheme_is_recognised_in_any_case(alice: Client, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {alice.token}"}
    assert alice.get("/users/me", headers=headers).status_code == 200
    headers = {"Authorization": f"{scheme} not-a-token"}
    response = alice.get("/users/me", headers=headers)
    assert response.status_code == 401
    assert_challenge(response.headers["WWW-Authenticate"], sent=True)


@checks("auth-4", "auth-6")
@pytest.mark.parametrize("case", cases("auth/not_credentials.toml"))
def test_what_is_no_token_does_not_authenticate(
    alice: Client, raw: OpenRaw, case: Any
) -> None:
    token = alice.token
    lines = [
        line.format(token=token, shorter=token[:-1], swapped=token.swapcase())
        for line in case["lines"]
    ]
    connection = raw()
    headers = [("Authorization", line) for line in lines]
    connection.request("GET", "/users/me", headers=headers)
    response = connection.read("GET", "/users/me")
    assert outcome(response) == "401 unauthorized"
    challenge = response.header("WWW-Authenticate") or ""
    assert_challenge(challenge, sent=case.get("sent", INVALID_TOKEN in challenge))


@checks("auth-6")
@pytest.mark.parametrize("name", ["access_token", "token", "authorization"])
def test_a_token_in_the_query_does_not_authenticate(
    alice: Client, api: Client, name: str
) -> None:
    for value in (alice.token, f"Bearer%20{alice.token}"):
        response = api.get(f"/users/me?{name}={value}")
        assert outcome(response) == "401 unauthorized"


@checks("auth-6")
@pytest.mark.parametrize("name", ["Cookie", "X-Auth-Token", "Proxy-Authorization"])
def test_a_token_in_another_header_does_not_authenticate(
    alice: Client, api: Client, name: str
) -> None:
    for value in (f"Bearer {alice.token}", f"token={alice.token}", alice.token):
        response = api.get("/users/me", headers={name: value})
        assert outcome(response) == "401 unauthorized"


@checks("auth-6")
def test_a_token_in_the_body_does_not_authenticate(alice: Client, api: Client) -> None:
    body = f"access_token={alice.token}".encode()
    form = "application/x-www-form-urlencoded"
    response = send_json(api, "POST", "/bookmarks", body, form)
    assert outcome(response) == "401 unauthorized"


# --------------------------------------------------------- wrong user or password


@checks("auth-7")
def test_unknown_user_and_wrong_password_get_the_same_answer(
    account: Account,
) -> None:
    unknown = account.said["unknown-0"]
    wrong = account.said["wrong-with-another-last-character"]
    assert (unknown.status, wrong.status) == (401, 401)
    assert without_date(unknown) == without_date(wrong)
    assert unknown.text == wrong.text


@checks("auth-8")
def test_an_unknown_user_takes_the_same_work_as_a_wrong_password(
    account: Account,
) -> None:
    # The best of a few: what else the machine was doing only ever adds.
    best = {
        kind: min(
            each.seconds for name, each in account.said.items() if name.startswith(kind)
        )
        for kind in ("unknown", "wrong")
    }
    assert best["unknown"] >= best["wrong"] / 3, f"an unknown user is told fast: {best}"
    assert best["wrong"] >= best["unknown"] / 3, f"an unknown user is told slow: {best}"


@checks("auth-16")
@pytest.mark.parametrize("name", WRONG_PASSWORDS)
def test_a_password_is_compared_exactly(account: Account, name: str) -> None:
    assert account.said["in-1"].status == 201, "the password itself is right"
    assert account.said[f"wrong-{name}"].status == 401


# ------------------------------------------------------------------------ tokens


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


BAD_BODIES: dict[str, tuple[bytes, str | None]] = {
    "malformed": (b"{", JSON),
    "empty": (b"", JSON),
    "of-another-type": (b"{}", "text/plain"),
    "without-a-type": (b"{}", None),
    "invalid": (b'{"title": 5}', JSON),
    "too-large": (b" " * (LARGEST_BODY + 1), JSON),
    "too-deep": (b"[" * LARGEST_BODY, JSON),
}


@checks("auth-13")
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_stranger_with_a_bad_body_is_401(api: Client, method: str) -> None:
    path = "/bookmarks" if method == "POST" else f"/bookmarks/{LARGEST_ID}"
    outcomes = {
        name: outcome(
            send_json(api, method, path, body, content_type, Connection="close")
        )
        for name, (body, content_type) in BAD_BODIES.items()
    }
    assert outcomes == dict.fromkeys(BAD_BODIES, "401 unauthorized")


@checks("auth-13")
def test_a_stranger_with_a_bad_query_is_401(api: Client) -> None:
    for query in ("limit=0", "nonsense=1", "cursor=nonsense"):
        assert outcome(api.get(f"/bookmarks?{query}")) == "401 unauthorized"


@checks("auth-14", "route-1")
def test_signing_out_ends_the_token_at_once(account: Account) -> None:
    assert account.said["me"].status == 200
    assert account.said["out"].status == 204
    for name in ("gone", "out-again"):
        ended = account.said[name]
        assert ended.status == 401
        assert_challenge(ended.header("WWW-Authenticate"), sent=True)


@checks("auth-14")
def test_signing_out_ends_no_other_token(account: Account) -> None:
    assert account.said["other-token"].status == 200


@checks("auth-1", "crud-9")
def test_the_time_when_a_token_ends_has_the_form_of_all_times(
    account: Account,
) -> None:
    expires_at = account.said["in-1"].json()["expires_at"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", expires_at)
    assert datetime.fromisoformat(expires_at).tzinfo is not None


# ------------------------------------------- of accounts, but of other concerns


@checks("response-2", "auth-1")
def test_the_locations_of_user_and_token_lead_to_them(
    account: Account, api: Client
) -> None:
    assert location_of(account.said["made"]) == "/users/me"
    assert location_of(account.said["in-1"]) == "/tokens/current"
    other = api.as_user(account.token("in-2"))
    assert other.get("/users/me").json() == account.said["made"].json()


def location_of(response: Recorded) -> str:
    """The path that Location names; it may be relative or a whole URL."""
    return re.sub(r"^https?://[^/]+", "", response.header("Location"))


@checks("response-3", "auth-14")
def test_204_of_signing_out_has_neither_body_nor_content_type(
    account: Account,
) -> None:
    out = account.said["out"]
    assert out.status == 204
    assert out.text == ""
    assert out.header("Content-Type") == ""


@checks("response-6", "auth-1")
def test_a_token_is_not_stored_by_anybody(account: Account) -> None:
    directives = account.said["in-1"].header("Cache-Control").lower().split(",")
    assert "no-store" in [directive.strip() for directive in directives]


@checks("valid-12", "auth-7")
def test_neither_401_nor_409_echoes_the_password(account: Account) -> None:
    for name, response in account.said.items():
        if response.status in (401, 409):
            for password in (PASSWORD, *WRONG_PASSWORDS.values()):
                assert password.strip() not in response.text, name


@checks("valid-13", "auth-14")
def test_signing_out_with_an_unknown_parameter_is_422(account: Account) -> None:
    assert account.said["not-out"].status == 422
    errors = account.said["not-out"].json()["errors"]
    assert [each["parameter"] for each in errors] == ["nonsense"]
    assert account.said["still-in"].status == 200


def assert_challenge(challenge: str, *, sent: bool) -> None:
    """WWW-Authenticate is of the scheme Bearer; with an error if a token was sent."""
    __tracebackhide__ = True
    scheme, _, parameters = challenge.partition(" ")
    assert scheme.lower() == "bearer", f"the challenge is {challenge!r}"
    if sent:
        assert INVALID_TOKEN in parameters
    else:
        assert "error" not in parameters


def without_date(response: Recorded) -> list[tuple[str, str]]:
    """The headers, sorted, but the time."""
    return sorted((name, value) for name, value in response.headers if name != "date")
