"""The users that tests act as, signed up without a look at the contract.

What is wrong with the answers to signing up is for the tests of authentication to
say. All others need a user all the same, so here any answer will do that says yes.
Two password hashes each: they are shared as far as tests stay out of each other's way.
"""

import contextlib
import http.client
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from contract_tests.support.recorded import once

# As long as two hashes may take on a loaded machine.
_SECONDS = 60.0


class SignUpError(Exception):
    """Nobody could be signed up; the message says what was answered."""


@dataclass(frozen=True)
class User:
    """A username, the password, and a token."""

    username: str
    password: str
    token: str


def sign_up(url: str, name: str = "user") -> User:
    """POST /users and POST /tokens at `url`. Raises SignUpError."""
    username = f"{name}-{secrets.token_hex(8)}"
    password = f"pw {secrets.token_urlsafe(12)}"
    credentials = {"username": username, "password": password}
    _post(url, "/users", credentials)
    answer = _post(url, "/tokens", credentials)
    if not isinstance(answer, dict) or not isinstance(answer.get("token"), str):
        raise SignUpError(f"POST /tokens was answered without a token: {answer!r}")
    return User(username, password, answer["token"])


def sign_up_once(folder: Path, name: str, url: str) -> User:
    """A user whom all workers of a run share. Raises SignUpError."""
    __tracebackhide__ = True
    return User(**once(folder, name, lambda: asdict(sign_up(url, "shared"))))


def claim(folder: Path, name: str) -> bool:
    """Whether this is the first worker of the run that asks for `name`."""
    try:
        (folder / f"{name}.claimed").open("x").close()
    except FileExistsError:
        return False
    return True


def _post(url: str, path: str, body: dict[str, str]) -> Any:
    parts = urlsplit(url)
    assert parts.hostname is not None
    kind = (
        http.client.HTTPSConnection
        if parts.scheme == "https"
        else http.client.HTTPConnection
    )
    connection = kind(parts.hostname, parts.port, timeout=_SECONDS)
    headers = {"Content-Type": "application/json", "Connection": "close"}
    try:
        with contextlib.closing(connection):
            connection.request("POST", path, json.dumps(body), headers)
            response = connection.getresponse()
            text = response.read()
        if not 200 <= response.status < 300:
            raise SignUpError(f"POST {path} was answered {response.status}: {text!r}")
        return json.loads(text)
    except (OSError, http.client.HTTPException) as error:
        raise SignUpError(f"POST {path} was not answered: {error}") from None
    except ValueError:
        raise SignUpError(f"POST {path} was answered without JSON: {text!r}") from None
