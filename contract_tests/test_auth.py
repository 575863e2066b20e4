"""Authentication: who is calling?"""

from typing import Any

import pytest

from contract_tests.support.account import Account
from contract_tests.support.challenges import INVALID_TOKEN, assert_challenge
from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import (
    JSON,
    LARGEST_BODY,
    LARGEST_ID,
    MISSING,
    a_bookmark,
    send_json,
)
from contract_tests.support.openapi import document
from contract_tests.support.outcomes import outcome
from contract_tests.support.raw import OpenRaw

PUBLIC = {"POST /users", "POST /tokens", "GET /health", "GET /openapi.json"}
PROTECTED = [
    f"{method.upper()} {path}"
    for path, item in document()["paths"].items()
    for method in item
    if method != "parameters" and f"{method.upper()} {path}" not in PUBLIC
]


# The only one here that looks at the recorded account. It comes first, so that the
# recording is done when test_users.py comes.
@checks("auth-1", "route-1")
def test_who_signed_up_can_sign_in_and_see_the_account(account: Account) -> None:
    made = account.said["made"]
    assert made.status == 201
    assert made.json()["username"] == account.username
    assert account.said["in-1"].status == 201
    assert account.said["me"].json() == made.json()


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
    path = "/bookmarks" if method == "POST" else MISSING
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
