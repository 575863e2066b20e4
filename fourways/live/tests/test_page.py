"""The page answers itself alone, and outlives what is asked of it."""

import socket

import httpx
import pytest

from fourways.live import wire
from fourways.live.cases import cases
from fourways.live.page import policy_for, whole_page
from fourways.live.tests.conftest import NAMES, Live


def test_the_page_is_one_file_that_may_do_nothing_else(live: Live) -> None:
    response = httpx.get(live.address)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-security-policy"] == policy_for(whole_page())
    assert "unsafe" not in policy_for(whole_page())
    assert "--scratch:" in response.text


def test_it_begins_with_backends_and_cases(live: Live) -> None:
    document = httpx.get(f"{live.address}/start").json()
    assert [each["name"] for each in document["backends"]] == list(NAMES)
    assert [each["name"] for each in document["cases"]] == [c.name for c in cases()]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1"])
def test_another_host_is_refused(live: Live, host: str) -> None:
    port = live.address.rpartition(":")[2]
    headers = {"Host": host.format(port=port)}
    assert httpx.get(live.address, headers=headers).status_code == 400
    assert live.post("/send", {"raw": ""}, **headers).status_code == 400


def test_two_hosts_are_refused(live: Live) -> None:
    host = live.address.removeprefix("http://")
    received = wire.exchange(
        "127.0.0.1",
        int(host.rpartition(":")[2]),
        f"GET / HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n\r\n".encode(),
    )
    assert received.data.startswith(b"HTTP/1.0 400 ")


def test_localhost_is_this_machine_too(live: Live) -> None:
    host = f"localhost:{live.address.rpartition(':')[2]}"
    assert httpx.get(live.address, headers={"Host": host}).status_code == 200


def test_it_listens_on_this_machine_alone(live: Live) -> None:
    port = int(live.address.rpartition(":")[2])
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_pages_from_elsewhere_may_not_send(live: Live) -> None:
    refused = live.post("/send", {"raw": ""}, Origin="https://evil.example")
    assert refused.status_code == 403
    # What a form of another page can send without being asked.
    assert live.post("/send", {"raw": ""}, **{"Content-Type": "text/plain"}).json() == {
        "error": "the body must be application/json"
    }


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b"\xff", 400),
        (b"[]", 422),
        (b"{}", 422),
        (b'{"raw": 5}', 422),
        (b'{"form": {"path": 5}}', 422),
        (b'{"raw": "{x:9999999}"}', 422),
        (b" " * 9_000_000, 413),
    ],
    ids=[
        "empty",
        "cut",
        "deep",
        "no UTF-8",
        "list",
        "nothing",
        "number",
        "member",
        "too long",
        "much too long",
    ],
)
def test_what_the_page_would_not_send_is_refused_in_a_sentence(
    live: Live, body: bytes, status: int
) -> None:
    headers = {"Content-Type": "application/json"}
    try:
        response = httpx.post(f"{live.address}/send", content=body, headers=headers)
    except httpx.WriteError:
        assert status == 413  # closed before all of it was sent
        return
    assert response.status_code == status
    assert response.json()["error"]


def test_other_paths_are_not_there(live: Live) -> None:
    assert httpx.get(f"{live.address}/../../etc/passwd").status_code == 404
    assert httpx.get(f"{live.address}/send").status_code == 404


def test_garbage_on_its_own_port_does_no_harm(live: Live) -> None:
    port = int(live.address.rpartition(":")[2])
    for garbage in (b"\x16\x03\x01\r\n\r\n", b"GET\r\n\r\n", b"POST / HTTP/1.1\r\n"):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(garbage)
    assert httpx.get(live.address).status_code == 200


def test_a_form_becomes_bytes_to_edit(live: Live) -> None:
    form = {"method": "POST", "path": "/tokens", "headers": "A: b", "body": "{\\n}"}
    assert live.post("/raw", {"form": form}).json()["raw"] == (
        "POST /tokens HTTP/1.1\nHost: {host}\nA: b\nContent-Length: {length}\n"
        "Connection: close\n\n{\\\\n}"
    )
