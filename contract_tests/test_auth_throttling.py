"""Authentication: how many passwords may somebody guess, and whom does that stop?"""

import http.client
import json
import socket

import pytest

from contract_tests.support.contract import any_database, checks, contract
from contract_tests.support.guesses import HERE, THERE, WRONG, guesses_of, sign_in
from contract_tests.support.outcomes import outcome
from contract_tests.support.private import MakeServer, Server
from contract_tests.support.problems import assert_problem
from contract_tests.support.recorded import Recorded
from contract_tests.support.run import Run
from contract_tests.support.start import Started
from fourways.process import poll

WINDOW_SECONDS = 2


@pytest.fixture
def said(run: Run, target: Started, recorded_server: MakeServer) -> dict[str, Recorded]:
    """What somebody heard who guessed passwords."""
    return guesses_of(recorded_server, run.folder, target.target.id)


# Comes first, with the other tests that have a server, and makes the recording.
@pytest.mark.usefixtures("private_server")
@checks("auth-17")
def test_after_a_wrong_password_none_is_heard(said: dict[str, Recorded]) -> None:
    assert said["wrong-here"].status == 401
    for name in ("wrong-here-again", "right-here"):
        assert said[name].status == 429
        assert 1 <= int(said[name].header("Retry-After")) <= 3600


@checks("auth-17", "auth-18", "auth-21")
def test_the_right_password_is_heard_after_retry_after(
    private_server: MakeServer,
) -> None:
    server = private_server(
        SIGN_IN_FAILURES="1", SIGN_IN_WINDOW_SECONDS=str(WINDOW_SECONDS)
    )
    user = server.user()
    # Again, if the machine stood still until the window was over.
    for _ in poll(60):
        wrong = sign_in(user, user.username, WRONG, HERE)
        right = sign_in(user, user.username, user.password, THERE)
        if right.status_code != 201:
            break
    assert outcome(wrong) == "401 unauthorized"
    # Without a trusted proxy, HERE and THERE are what a client says of itself.
    problem = assert_problem(right, 429, "too-many-sign-ins")
    assert problem["title"] == contract().problems[problem["type"]].title
    seconds = int(right.headers["Retry-After"])
    assert 1 <= seconds <= WINDOW_SECONDS
    for _ in poll(seconds + 1):
        right = sign_in(user, user.username, user.password, THERE)
        if right.status_code == 201:
            break
    assert right.status_code == 201
    # And then it begins again.
    for _ in poll(60):
        wrong = sign_in(user, user.username, WRONG, HERE)
        right = sign_in(user, user.username, user.password, HERE)
        if right.status_code != 201:
            break
    assert outcome(wrong) == "401 unauthorized"
    assert_problem(right, 429, "too-many-sign-ins")


@checks("auth-17")
def test_a_username_is_the_same_in_other_letters(said: dict[str, Recorded]) -> None:
    assert said["in-other-letters-here"].status == 429


@checks("auth-19")
def test_the_owner_signs_in_from_another_address(said: dict[str, Recorded]) -> None:
    assert said["right-here"].status == 429
    assert said["right-there"].status == 201


@checks("auth-19")
def test_other_users_are_heard_at_the_same_address(said: dict[str, Recorded]) -> None:
    assert said["right-here"].status == 429
    assert said["stranger-here-1"].status == 401


@checks("auth-19", "auth-21")
@any_database
def test_without_a_proxy_the_address_is_the_connections(
    private_server: MakeServer,
) -> None:
    server = private_server(SIGN_IN_FAILURES="1", SIGN_IN_WINDOW_SECONDS="3600")
    user = server.user()
    assert sign_in_from(server, "127.0.0.1", user.username, WRONG) == 401
    assert sign_in_from(server, "127.0.0.1", user.username, user.password) == 429
    assert sign_in_from(server, "127.0.0.2", user.username, user.password) == 201


def sign_in_from(server: Server, address: str, username: str, password: str) -> int:
    """The status of POST /tokens, sent from this address of the machine."""
    try:
        connection = socket.create_connection(
            ("127.0.0.1", server.port.number), source_address=(address, 0)
        )
    except OSError as error:
        pytest.skip(f"not applicable: this machine is not {address}: {error}")
    with connection:
        client = http.client.HTTPConnection("127.0.0.1", server.port.number)
        client.sock = connection
        body = json.dumps({"username": username, "password": password})
        client.request("POST", "/tokens", body, {"Content-Type": "application/json"})
        return client.getresponse().status


@checks("auth-20")
def test_an_address_with_many_usernames_is_throttled(said: dict[str, Recorded]) -> None:
    assert said["stranger-here-2"].status == 401
    assert said["stranger-here-3"].status == 429


@checks("auth-20")
def test_a_username_at_many_addresses_is_throttled(said: dict[str, Recorded]) -> None:
    assert said["wrong-elsewhere-2"].status == 401
    assert said["wrong-elsewhere-3"].status == 429


@checks("auth-21")
def test_the_address_is_what_the_trusted_proxy_added(said: dict[str, Recorded]) -> None:
    assert said["through-the-proxy"].status == 401
    assert said["the-same-with-a-lie"].status == 429
    assert said["another-with-the-lie"].status == 401
