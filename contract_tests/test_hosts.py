"""Host check: under which names does this server answer?"""

from typing import Any

import pytest

from contract_tests.support.contract import any_database, checks
from contract_tests.support.data import cases
from contract_tests.support.private import MakeServer
from contract_tests.support.problems import assert_problem
from contract_tests.support.raw import OpenRaw, RawConnection, RawResponse

PATHS = ["/health", "/bookmarks", "/bookmarks/abc", "/nowhere", "/openapi.json"]


@checks("host-1")
@pytest.mark.parametrize("case", cases("hosts/refused.toml"))
def test_a_name_outside_the_allowed_hosts_is_refused(raw: OpenRaw, case: Any) -> None:
    assert_problem(ask(raw(), "GET", "/health", case["host"]), 400, "host-not-allowed")


@checks("host-1")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_it_is_refused_on_every_path_and_method(
    raw: OpenRaw, method: str, path: str
) -> None:
    assert_problem(ask(raw(), method, path, "evil.example"), 400, "host-not-allowed")


@checks("host-1")
def test_it_is_refused_in_a_preflight_too(raw: OpenRaw) -> None:
    response = ask(
        raw(),
        "OPTIONS",
        "/bookmarks",
        "evil.example",
        "Origin: https://app.example",
        "Access-Control-Request-Method: GET",
    )
    assert_problem(response, 400, "host-not-allowed")


@checks("host-1")
def test_it_is_refused_under_http_1_0_too(raw: OpenRaw) -> None:
    connection = raw()
    connection.send(b"GET /health HTTP/1.0\r\nHost: evil.example\r\n\r\n")
    assert_problem(connection.read("GET"), 400, "host-not-allowed")


@checks("host-1")
def test_without_a_host_http_1_0_is_answered_or_refused(raw: OpenRaw) -> None:
    # RFC 9112 3.2 asks for the header in HTTP/1.1 only.
    connection = raw()
    connection.send(b"GET /health HTTP/1.0\r\n\r\n")
    assert connection.read("GET").status in (200, 400)


@checks("host-1")
@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-Host: localhost", "Forwarded: host=localhost", "X-Host: localhost"],
)
def test_no_other_header_stands_in_for_host(raw: OpenRaw, header: str) -> None:
    response = ask(raw(), "GET", "/health", "evil.example", header)
    assert_problem(response, 400, "host-not-allowed")


@checks("host-1")
def test_no_other_header_gets_an_allowed_host_refused(raw: OpenRaw) -> None:
    header = "X-Forwarded-Host: evil.example"
    assert ask(raw(), "GET", "/health", "localhost", header).status == 200


@checks("host-1")
@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]:{port}", "LOCALHOST", "LocalHost:{port}"]
)
def test_an_allowed_name_is_answered_whatever_its_case_and_port(
    raw: OpenRaw, host: str
) -> None:
    assert ask(raw(), "GET", "/health", host).status == 200


@checks("host-1")
@any_database
def test_a_star_stands_for_every_name(private_server: MakeServer) -> None:
    client = private_server(ALLOWED_HOSTS="*").client()
    response = client.get("/health", headers={"Host": "any.example:8000"})
    assert response.status_code == 200


@checks("host-1", "cors-4")
@any_database
def test_without_settings_only_this_machines_names_are_answered(
    private_server: MakeServer,
) -> None:
    server = private_server(start=False)
    del server.environment["ALLOWED_HOSTS"], server.environment["CORS_ORIGINS"]
    server.start()
    client = server.client()
    response = client.get("/health", headers={"Origin": "https://app.example"})
    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers
    response = client.get("/health", headers={"Host": "evil.example"})
    assert_problem(response, 400, "host-not-allowed")


def ask(
    connection: RawConnection, method: str, path: str, host: str, *headers: str
) -> RawResponse:
    """Send a request with this Host; `{port}` in it is the server's port."""
    port = connection.host.rpartition(":")[2]
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host.format(port=port)}", *headers]
    if method == "POST":
        lines.append("Content-Length: 0")
    connection.send("\r\n".join([*lines, "", ""]).encode())
    return connection.read(method)
