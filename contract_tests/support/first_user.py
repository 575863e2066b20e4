"""A user for the servers that tests start for themselves, signed up once."""

import contextlib
import http.client
import json
import secrets
from dataclasses import dataclass


@dataclass(frozen=True)
class FirstUser:
    """A user and a token of theirs."""

    username: str
    password: str
    token: str


def sign_up(host: str, port: int) -> FirstUser | None:
    """POST /users and POST /tokens; nothing if the server does not do that.

    That it does not is for its tests to say.
    """
    name = f"first-{secrets.token_hex(8)}"
    password = f"pw {secrets.token_urlsafe(12)}"
    body = json.dumps({"username": name, "password": password})
    with contextlib.suppress(OSError, http.client.HTTPException, ValueError, KeyError):
        _post(host, port, "/users", body)
        token = json.loads(_post(host, port, "/tokens", body))["token"]
        return FirstUser(name, password, str(token))
    return None


def _post(host: str, port: int, path: str, body: str) -> bytes:
    connection = http.client.HTTPConnection(host, port, timeout=30)
    with contextlib.closing(connection):
        headers = {"Content-Type": "application/json", "Connection": "close"}
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        if response.status != 201:
            raise ValueError(f"POST {path} was answered {response.status}")
        return response.read()
