"""Errors: what does a client see when something goes wrong?

That every response from 400 up is a problem is checked by the client on each one
that the suite receives. Here every producer of errors is asked for one.
"""

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest

from contract_tests.support.breakdown import DONE, OPERATIONS, Breakdown, tracebacks
from contract_tests.support.client import Client
from contract_tests.support.contract import checks, contract
from contract_tests.support.inputs import LARGEST_BODY, MISSING, a_bookmark, as_json
from contract_tests.support.problems import assert_invalid, assert_problem
from contract_tests.support.start import Started

AS_JSON: Final = {"Content-Type": "application/json"}


def skip_without_users(alice: Client) -> None:
    if not alice.token:
        pytest.skip("not applicable: the server has no users")


def skip_without_hosts(started: Started) -> None:
    if started.target.backend is None:
        pytest.skip("not applicable: ALLOWED_HOSTS of that server is not known")


# ---------------------------------------------------------------- the one form


def assert_complete(response: httpx.Response, status: int, kind: str) -> None:
    """A problem with something to read in it, in words that its type has."""
    problem = assert_problem(response, status, kind)
    documented = contract().problems[problem["type"]]
    assert problem["title"] == documented.title
    assert problem["detail"].strip(), "the detail is empty"


@checks("error-1", "error-2")
def test_what_the_router_refuses_is_a_problem(api: Client) -> None:
    assert_complete(api.get("/no-such-path"), 404, "not-found")
    assert_complete(api.post("/health"), 405, "method-not-allowed")


@checks("error-1", "error-2")
def test_what_validation_refuses_is_a_problem(alice: Client) -> None:
    response = alice.post("/bookmarks", json={})
    assert_complete(response, 422, "invalid")
    assert_invalid(response, pointers=["/title", "/url"])
    malformed = alice.post("/bookmarks", content=b"{", headers=AS_JSON)
    assert_complete(malformed, 400, "malformed-json")


@checks("error-1", "error-2")
def test_what_the_data_refuses_is_a_problem(alice: Client) -> None:
    bookmark = alice.make_bookmark()
    again = a_bookmark(url=bookmark["url"])
    assert_complete(alice.post("/bookmarks", json=again), 409, "conflict")
    assert_complete(alice.get(MISSING), 404, "not-found")
    path, stale = f"/bookmarks/{bookmark['id']}", {"If-Match": '"stale"'}
    response = alice.put(path, json=a_bookmark(), headers=stale)
    assert_complete(response, 412, "precondition-failed")


@checks("error-1", "error-2")
def test_what_authentication_refuses_is_a_problem(api: Client, alice: Client) -> None:
    skip_without_users(alice)
    assert_complete(api.get("/bookmarks"), 401, "unauthorized")
    assert_complete(api.as_user("no-such-token").get("/tags"), 401, "unauthorized")


@checks("error-1", "error-2")
def test_what_reading_the_body_refuses_is_a_problem(alice: Client) -> None:
    too_large = b" " * (LARGEST_BODY + 1)
    response = alice.post("/bookmarks", content=too_large, headers=AS_JSON)
    assert_complete(response, 413, "content-too-large")
    text = {"Content-Type": "text/plain"}
    response = alice.post("/bookmarks", content=b"{}", headers=text)
    assert_complete(response, 415, "unsupported-media-type")


@checks("error-1", "error-2")
def test_what_the_host_check_refuses_is_a_problem(
    api: Client, started: Started
) -> None:
    skip_without_hosts(started)
    response = api.get("/health", headers={"Host": "evil.example"})
    assert_complete(response, 400, "host-not-allowed")


# ---------------------------------------------------------- unexpected failures

# What tells about the inside of a server; in small letters.
LEAKS: Final = (
    "traceback",
    "exception",
    'file "',
    ".py",
    "line ",
    "select",
    "insert",
    "table",
    "relation",
    "column",
    "sql",
    "psycopg",
    "postgres",
    "django",
    "flask",
    "werkzeug",
    "starlette",
    "pydantic",
    "alembic",
    "/home/",
    # Servers of a test's own run as whoever runs the test.
    f"{Path.home()}/".lower(),
    "/tmp/",
    "site-packages",
    # Stacks in other languages.
    ".js:",
    ".mjs:",
    ".go:",
    "goroutine",
    # What was sent.
    "some password",
)


@checks("error-3")
def test_an_unexpected_failure_leaks_nothing(breakdown: Breakdown) -> None:
    answers = breakdown.answers("operation")
    for (method, path, _), response in zip(OPERATIONS, answers, strict=True):
        assert_complete(response, 500, "internal-error")
        text = response.text.lower() + str(response.headers).lower()
        leaked = [leak for leak in LEAKS if leak in text.replace("/bookmarks", "")]
        assert leaked == [], f"{method} {path} tells of {leaked}"
    assert breakdown.answer("any").status_code == 500
    assert_complete(breakdown.answer("health"), 503, "unavailable")


@checks("error-4")
def test_an_unexpected_failure_is_logged_once(breakdown: Breakdown) -> None:
    failing = 0
    for name in ("origin", "operation"):
        for response in breakdown.answers(name):
            assert_problem(response, 500, "internal-error")
            failing += 1
    # Whether HEAD fails as GET does is asked above.
    failing += breakdown.answer("any").status_code == 500
    # Health knows of the failure: it is no news.
    assert_problem(breakdown.answer("health"), 503, "unavailable")
    assert breakdown.answer("done").status_code == 200
    assert DONE.search(breakdown.log)
    assert tracebacks(breakdown.log) == failing, breakdown.log
    assert "some password" not in breakdown.log


@checks("error-5")
def test_after_an_unexpected_failure_the_server_goes_on(breakdown: Breakdown) -> None:
    made = breakdown.answer("made")
    assert made.status_code == 201
    for response in breakdown.answers("lost"):
        assert_problem(response, 500, "internal-error")
    for response in breakdown.answers("found"):
        assert response.json() == made.json()
    assert breakdown.answer("kept").json()["title"] == "kept"
    assert breakdown.answer("new").status_code == 201


# ----------------------------------------------------------------- which first


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a request, and its answer."""

    name: str
    status: int
    kind: str


# In the order in which they are answered.
FAULTS: Final = (
    Fault("host", 400, "host-not-allowed"),
    Fault("path", 404, "not-found"),
    Fault("method", 405, "method-not-allowed"),
    Fault("token", 401, "unauthorized"),
    Fault("media type", 415, "unsupported-media-type"),
    Fault("size", 413, "content-too-large"),
    Fault("json", 400, "malformed-json"),
    Fault("validity", 422, "invalid"),
    Fault("item", 404, "not-found"),
    Fault("precondition", 412, "precondition-failed"),
    Fault("conflict", 409, "conflict"),
)


@checks("error-6")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(*p, id=f"{p[0].name}-{p[1].name}")
        for p in itertools.combinations(FAULTS, 2)
    ],
)
def test_of_two_errors_the_first_is_answered(
    started: Started, alice: Client, api: Client, first: Fault, second: Fault
) -> None:
    faults = {first.name, second.name}
    if "host" in faults:
        skip_without_hosts(started)
    if "token" in faults:
        skip_without_users(alice)
    assert_problem(send_with(faults, alice, api), first.status, first.kind)


@checks("error-6")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_an_invalid_member_is_told_before_the_item_and_its_etag(
    alice: Client, method: str
) -> None:
    body = {"url": "no url", "title": "Title"}
    stale = {"If-Match": '"stale"'}
    mine = f"/bookmarks/{alice.make_bookmark()['id']}"
    for path, headers in ((MISSING, {}), (MISSING, stale), (mine, stale)):
        response = alice.request(method, path, json=body, headers=headers)
        assert_problem(response, 422, "invalid")


@checks("error-6")
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_parameter_is_told_before_the_item(
    alice: Client, method: str
) -> None:
    response = alice.request(method, f"{MISSING}?unknown=1")
    assert_problem(response, 422, "invalid")


@checks("error-6")
def test_of_all_errors_the_first_is_answered(
    started: Started, alice: Client, api: Client
) -> None:
    """Mend one after the other: the next one shows, until nothing is wrong."""
    faults = list(FAULTS)
    if started.target.backend is None:
        faults.remove(FAULTS[0])
    if not alice.token:
        faults = [fault for fault in faults if fault.name != "token"]
    while faults:
        response = send_with({fault.name for fault in faults}, alice, api)
        assert_problem(response, faults[0].status, faults[0].kind)
        del faults[0]
    assert send_with(set(), alice, api).status_code == 200


def send_with(faults: set[str], alice: Client, api: Client) -> httpx.Response:
    """PUT a bookmark with these things wrong."""
    mine, other = alice.make_bookmark(), alice.make_bookmark()
    path = MISSING if "item" in faults else f"/bookmarks/{mine['id']}"
    url = (other if "conflict" in faults else mine)["url"]
    body = as_json(a_bookmark(url=url))
    headers = dict(AS_JSON)
    params = {}
    if "json" in faults:
        body = body[:-1]
    if "validity" in faults:
        # In the query, as a body that is no JSON has no members.
        params = {"unknown": "1"}
    if "size" in faults:
        body += b" " * LARGEST_BODY
    if "media type" in faults:
        headers["Content-Type"] = "text/plain"
    if "precondition" in faults:
        headers["If-Match"] = '"stale"'
    if "host" in faults:
        headers["Host"] = "evil.example"
    return (api if "token" in faults else alice).request(
        "POST" if "method" in faults else "PUT",
        "/no-such-path" if "path" in faults else path,
        params=params,
        headers=headers,
        content=body,
    )
