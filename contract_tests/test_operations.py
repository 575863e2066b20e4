"""Operations: how does it start, stop, and say what it is doing?"""

import json
import re
import socket
from collections import Counter
from functools import partial

import pytest

from contract_tests.support import report
from contract_tests.support.breakdown import OPERATIONS, Breakdown
from contract_tests.support.client import Client
from contract_tests.support.contract import any_database, checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import a_bookmark, authorization
from contract_tests.support.parallel import at_once
from contract_tests.support.private import MakeServer, Server
from contract_tests.support.problems import assert_problem
from contract_tests.support.start import Started
from fourways.process import wait_until

# A server that stops listening does so at once; this is for loaded machines.
SECONDS = 5.0


@checks("operate-1")
def test_starts(started: Started) -> None:
    """A target that does not start fails here, once; its other tests are skipped."""
    if started.state.error:
        pytest.fail(report.start_failure(started), pytrace=False)


# ---------------------------------------------------------------------- health


@checks("operate-1")
def test_health_is_ok_without_a_token(api: Client) -> None:
    response = api.get("/health")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@checks("operate-1")
def test_health_is_ok_whatever_the_token(api: Client) -> None:
    assert api.as_user("no-such-token").get("/health").status_code == 200


@checks("operate-2")
def test_health_is_503_while_the_database_cannot_be_used(breakdown: Breakdown) -> None:
    assert breakdown.answer("well").status_code == 200
    for response in breakdown.answers("broken"):
        assert_problem(response, 503, "unavailable")
    assert breakdown.answer("head").status_code == 503
    for response in breakdown.answers("mended"):
        assert response.status_code == 200


@checks("operate-2")
def test_connections_that_the_database_has_closed_cost_no_request(
    private_server: MakeServer,
) -> None:
    server = private_server()
    user = server.user()
    ask = partial(user.get, "/tags")
    # At once: a server may have a connection for each of its threads.
    assert {response.status_code for response in at_once([ask] * 8)} == {200}
    if not server.database.disconnect():
        pytest.skip("not applicable: nobody stays connected to this database")
    for _ in range(12):
        assert user.get("/tags").status_code == 200
        assert user.get("/health").status_code == 200


# ------------------------------------------------------------------------ stop


@checks("operate-3")
def test_sigterm_lets_a_request_finish(private_server: MakeServer) -> None:
    server = private_server(WORKERS="2")
    user = server.user()
    connection = server.raw()
    body = json.dumps(a_bookmark()).encode()
    headers = [
        *authorization(user),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Expect", "100-continue"),
    ]
    connection.request("POST", "/bookmarks", headers=headers)
    # The 100 says that the request is being worked on.
    assert connection.wait_for_continue(), "no 100 came"
    server.signal_termination()
    wait_until(lambda: not listens(server), seconds=1)
    connection.send(body)
    created = connection.read("POST", "/bookmarks")
    assert created.status == 201
    connection.close()
    assert server.join() == 0
    assert not listens(server)
    server.start_again()
    path = f"/bookmarks/{created.json()['id']}"
    assert server.client().as_user(user.token).get(path).json() == created.json()


@checks("operate-3")
@any_database
def test_sigterm_ends_an_idle_server(private_server: MakeServer) -> None:
    server = private_server(WORKERS="2")
    idle = server.raw()
    idle.request("GET", "/health")
    assert idle.read("GET", "/health").status == 200
    assert server.terminate() == 0
    assert not listens(server)


@checks("operate-3")
@any_database
def test_sigterm_does_not_wait_for_what_never_comes(private_server: MakeServer) -> None:
    server = private_server()
    user = server.user()
    head = [*authorization(user), ("Content-Type", "application/json")]
    half_a_head, half_a_body, half_a_chunk = (server.raw() for _ in range(3))
    half_a_head.send(b"GET /health HTTP/1.1\r\nHost:")
    half_a_body.request("POST", "/bookmarks", headers=[*head, ("Content-Length", "99")])
    half_a_body.send(b"{")
    chunked = [*head, ("Transfer-Encoding", "chunked")]
    half_a_chunk.request("POST", "/bookmarks", headers=chunked)
    half_a_chunk.send(b"99\r\n{")
    assert user.get("/health").status_code == 200
    assert server.terminate() == 0


def listens(server: Server) -> bool:
    try:
        socket.create_connection(("127.0.0.1", server.port.number), 1).close()
    except OSError:
        return False
    return True


# ------------------------------------------------------------------ access log

LINE = re.compile(
    r"(?:.*\s)?(?P<method>[A-Z]+) (?P<path>\S+) (?P<status>\d{3}) \d+(?:\.\d+)?ms"
)


def written(log: str) -> list[str]:
    """The requests of an access log, as `METHOD PATH STATUS`."""
    matches = [LINE.fullmatch(line.rstrip()) for line in log.splitlines()]
    return [f"{m['method']} {m['path']} {m['status']}" for m in matches if m]


def requests(server: Server) -> list[str]:
    """Those of a server, without what comes before a test: whether it is ready."""
    return [line for line in written(server.log()) if " /health " not in line]


@checks("operate-4")
def test_each_request_writes_one_line(private_server: MakeServer, unique: str) -> None:
    server = private_server(WORKERS="2")
    user = server.user()
    client = server.client()
    path = f"/bookmarks/{user.make_bookmark()['id']}"
    user.get("/bookmarks", params={"q": f"query-{unique}"})
    user.get(path)
    user.head(path)
    user.patch(path, json={"title": f"title-{unique}"})
    user.post("/bookmarks", content=b"{", headers={"Content-Type": "text/plain"})
    user.delete(path)
    user.get(path)
    client.get(path)
    client.options("/tags")
    client.post("/tags")
    client.get(f"/nowhere-{unique}", params={"secret": f"query-{unique}"})
    client.get(f"/host-{unique}", headers={"Host": "evil.example"})
    expected = [
        "POST /bookmarks 201",
        "GET /bookmarks 200",
        f"GET {path} 200",
        f"HEAD {path} 200",
        f"PATCH {path} 200",
        "POST /bookmarks 415",
        f"DELETE {path} 204",
        f"GET {path} 404",
        f"GET {path} 401",
        "OPTIONS /tags 204",
        "POST /tags 405",
        f"GET /nowhere-{unique} 404",
        f"GET /host-{unique} 400",
    ]
    # The line of a request may follow its response.
    wait_until(lambda: len(requests(server)) >= len(expected), SECONDS)
    server.kill()
    missing = Counter(expected) - Counter(requests(server))
    surplus = Counter(requests(server)) - Counter(expected)
    wrong = f"not in the log: {[*missing]}; in it besides: {[*surplus]}"
    assert not missing | surplus, f"{wrong}; the log:\n{server.log()}"
    for secret in (f"query-{unique}", f"title-{unique}", user.password, user.token):
        assert secret not in server.log()


@checks("operate-4")
def test_a_request_that_fails_writes_one_line_too(breakdown: Breakdown) -> None:
    # From a browser, one of each operation, and one more.
    asked = [
        "GET /bookmarks",
        *(f"{m} {p}" for m, p, _ in OPERATIONS),
        "HEAD /bookmarks",
    ]
    failed = [line for line in written(breakdown.log) if line.endswith(" 500")]
    assert Counter(failed) == Counter(f"{line} 500" for line in asked), breakdown.log


@checks("operate-4")
@any_database
def test_a_path_cannot_write_lines_of_its_own(private_server: MakeServer) -> None:
    server = private_server()
    client = server.client()
    client.get("/a%0AGET%20/forged%20200%201ms")
    client.get("/b%0D%1B%5B2J%00%C2%85%E2%80%A8c")
    wait_until(lambda: len(requests(server)) >= 2, SECONDS)
    server.kill()
    log = server.log_file.read_bytes().decode()
    assert not re.search(r"^GET /forged", log, re.MULTILINE)
    assert not re.search("[\x00\x1b\x85\u2028\r]", log)


# -------------------------------------------------------------- wrong settings


@checks("operate-5")
@any_database
@pytest.mark.parametrize("case", cases("operations/wrong_settings.toml"))
def test_a_wrong_setting_ends_the_start_with_one_line(
    private_server: MakeServer, case: dict[str, str]
) -> None:
    server = private_server(start=False)
    server.environment[case["setting"]] = case["value"]
    result = server.refuse()
    assert result.returncode != 0
    assert_one_line(result.stderr, case["setting"], case["right"])
    assert case.get("secret", "\0") not in result.stdout + result.stderr


@checks("operate-5")
@any_database
@pytest.mark.parametrize("case", cases("operations/wrong_databases.toml"))
def test_a_wrong_database_ends_migrate_with_one_line(
    private_server: MakeServer, case: dict[str, str]
) -> None:
    server = private_server(start=False, migrated=False)
    server.environment["DATABASE_URL"] = case["value"]
    result = server.migrate()
    assert result.returncode != 0
    assert_one_line(result.stderr, "DATABASE_URL")
    assert case.get("secret", "\0") not in result.stdout + result.stderr


@checks("operate-6")
@any_database
def test_a_port_in_use_ends_the_start_with_a_line(private_server: MakeServer) -> None:
    server = private_server(start=False)
    port = server.port.number
    with socket.create_server(("127.0.0.1", port)):
        result = server.refuse()
    assert result.returncode != 0
    assert_one_line(result.stderr, str(port))


def assert_one_line(text: str, *parts: str) -> None:
    lines = text.strip().splitlines()
    assert len(lines) == 1, f"expected one line on stderr, got:\n{text}"
    for part in parts:  # a command may call PORT --port
        assert part.lower() in lines[0].lower(), f"expected {part!r} in {lines[0]!r}"
