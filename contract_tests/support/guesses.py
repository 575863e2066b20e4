"""What somebody hears who guesses passwords, recorded once a run.

On a server of its own that hears one wrong password for a username from an address,
and believes one proxy: so the recording says where each guess comes from.
"""

import secrets
from pathlib import Path
from typing import Any

from contract_tests.support.client import Client
from contract_tests.support.private import MakeServer
from contract_tests.support.recorded import Recorded, keep, once, responses

WRONG = "a wrong password"
# RFC 5737 3: addresses for examples.
HERE, THERE, *ELSEWHERE = (f"192.0.2.{number}" for number in range(1, 9))


def guesses_of(
    make_server: MakeServer, folder: Path, target: str
) -> dict[str, Recorded]:
    """The answers to the guesses of this run on this target, by name."""
    __tracebackhide__ = True
    record = once(folder, f"guesses-{target}", lambda: _guess(make_server))
    return responses(record)


def _guess(make_server: MakeServer) -> dict[str, Any]:
    server = make_server(
        WORKERS="2",
        SIGN_IN_FAILURES="1",
        # Longer than the recording takes on a loaded machine.
        SIGN_IN_WINDOW_SECONDS="3600",
        TRUSTED_PROXIES="1",
    )
    user = server.user()
    ada, right = user.username, user.password

    def guess(username: str, password: str, forwarded: str) -> dict[str, Any]:
        # Each on a connection of its own: what counts is known to every process.
        return keep(sign_in(server.client(), username, password, forwarded))

    def stranger() -> str:
        return f"nobody-{secrets.token_hex(6)}"

    said = {
        "wrong-here": guess(ada, WRONG, HERE),
        "wrong-here-again": guess(ada, WRONG, HERE),
        "right-here": guess(ada, right, HERE),
        "in-other-letters-here": guess(ada.swapcase(), right, HERE),
        "right-there": guess(ada, right, THERE),
        # The second and the third failure of this address.
        "stranger-here-1": guess(stranger(), WRONG, HERE),
        "stranger-here-2": guess(stranger(), WRONG, HERE),
        "stranger-here-3": guess(stranger(), WRONG, HERE),
        # The second and the third failure of this username.
        "wrong-elsewhere-1": guess(ada, WRONG, ELSEWHERE[0]),
        "wrong-elsewhere-2": guess(ada, WRONG, ELSEWHERE[1]),
        "wrong-elsewhere-3": guess(ada, WRONG, ELSEWHERE[2]),
    }
    name = stranger()
    said |= {
        "through-the-proxy": guess(name, WRONG, f"10.0.0.1, {ELSEWHERE[3]}"),
        "the-same-with-a-lie": guess(name, WRONG, f"10.0.0.2, {ELSEWHERE[3]}"),
        "another-with-the-lie": guess(name, WRONG, f"10.0.0.1, {ELSEWHERE[4]}"),
    }
    return said


def sign_in(client: Client, username: str, password: str, forwarded: str) -> Any:
    """POST /tokens; `forwarded` is what X-Forwarded-For says."""
    body = {"username": username, "password": password}
    return client.post("/tokens", json=body, headers={"X-Forwarded-For": forwarded})
