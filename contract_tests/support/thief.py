"""What a thief of the database, or a reader of the log, would find.

Recorded once a run on a server of its own, whose tokens live for one second.
"""

import base64
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contract_tests.support.client import Client
from contract_tests.support.private import MakeServer
from contract_tests.support.recorded import once
from fourways.process import poll, wait_until

TTL_SECONDS = 1


@dataclass(frozen=True)
class Loot:
    """Two users who chose the same password, and where it and a token may be found.

    `made` says when the token was: between the two times. `uses` are requests with
    the token: begin, end, status, WWW-Authenticate. Times in seconds since 1970.
    `signing_up` is how many seconds both took to sign up, one after the other.
    """

    usernames: list[str]
    password: str
    wrong_password: str
    token: str
    made: tuple[float, float]
    expires_at: float
    uses: list[tuple[float, float, int, str]]
    content: bytes
    log: str
    signing_up: float


def loot_of(make_server: MakeServer, folder: Path, target: str) -> Loot:
    """The loot of this run on this target."""
    __tracebackhide__ = True
    record = once(folder, f"loot-{target}", lambda: _steal(make_server))
    return Loot(**{**record, "content": base64.b64decode(record["content"])})


def _steal(make_server: MakeServer) -> dict[str, Any]:
    server = make_server(TOKEN_TTL_SECONDS=str(TTL_SECONDS))
    client = server.client()
    usernames = [f"thief-{secrets.token_hex(6)}" for _ in range(2)]
    password = f"pw {secrets.token_urlsafe(16)}"
    wrong = f"wrong {secrets.token_urlsafe(16)}"
    began = time.monotonic()
    for username in usernames:
        body = {"username": username, "password": password}
        assert client.post("/users", json=body).status_code == 201
    signing_up = time.monotonic() - began
    life = _life_of_a_token(client, {"username": usernames[0], "password": password})
    content = server.database.content()
    body = {"username": usernames[0], "password": wrong}
    client.post("/tokens", json=body)
    _send_where_it_does_not_belong(client, life["token"], password)
    server.database.break_()
    user = client.as_user(life["token"])
    for _ in range(2):
        user.get("/bookmarks")
        client.post("/tokens", json={"username": usernames[0], "password": password})
    server.database.mend()
    client.get("/nowhere")
    wait_until(lambda: "/nowhere" in server.log(), seconds=5)
    return {
        "usernames": usernames,
        "password": password,
        "wrong_password": wrong,
        "content": base64.b64encode(content).decode("ascii"),
        "log": server.log(),
        "signing_up": signing_up,
        **life,
    }


def _life_of_a_token(client: Client, body: dict[str, str]) -> dict[str, Any]:
    """Use a token until it ends, and three times more."""
    for _ in range(3):
        before = _now()
        response = client.post("/tokens", json=body)
        after = _now()
        assert response.status_code == 201
        token = response.json()["token"]
        uses: list[tuple[float, float, int, str]] = []
        refused = 0
        for _ in poll(10 * TTL_SECONDS):
            begin = _now()
            used = client.as_user(token).get("/tags")
            challenge = used.headers.get("WWW-Authenticate", "")
            uses.append((begin, _now(), used.status_code, challenge))
            refused += used.status_code == 401
            if refused == 3:
                break
        # On a machine that stood still for a second, again.
        if uses[0][2] == 200:
            break
    expires_at = datetime.fromisoformat(response.json()["expires_at"])
    return {
        "token": token,
        "made": (before, after),
        "expires_at": expires_at.timestamp(),
        "uses": uses,
    }


def _send_where_it_does_not_belong(client: Client, token: str, password: str) -> None:
    """In queries, in paths, in bodies that are refused, in a header of its own."""
    client.get(f"/bookmarks?access_token={token}")
    client.get(f"/health?password={password.replace(' ', '%20')}")
    client.get("/health", headers={"X-Token": token})
    client.as_user(f"{token}x").get("/bookmarks")
    json = {"Content-Type": "application/json"}
    for text in ('{"password": "%"', '{"password": "%\\ud800"}', '["%"]', '"%"'):
        body = text.replace("%", password).encode()
        client.post("/tokens", content=body, headers=json)
        client.post("/users", content=body, headers=json)


def _now() -> float:
    return datetime.now(UTC).timestamp()
