"""What a server says while its database cannot be used, and after.

Recorded once a run on a server of its own, whose database breaks four times.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx

from contract_tests.support.exchange import RECORDER, Exchange
from contract_tests.support.inputs import a_bookmark
from contract_tests.support.private import MakeServer, Server
from contract_tests.support.recorded import once
from contract_tests.support.replay import Stopped, Tape, play
from contract_tests.support.users import SignUpError
from fourways.process import wait_until

# A failing test shows its own lines, not these.
__tracebackhide__ = True

# One of CORS_ORIGINS, as the suite starts its servers.
ORIGIN: Final = "https://app.example"

# Operations that use the database, and what a signed-in caller sends.
OPERATIONS: Final[tuple[tuple[str, str, dict[str, Any] | None], ...]] = (
    ("GET", "/users/me", None),
    ("POST", "/users", {"username": "somebody", "password": "some password"}),
    ("POST", "/tokens", {"username": "somebody", "password": "some password"}),
    ("DELETE", "/tokens/current", None),
    ("GET", "/bookmarks", None),
    ("POST", "/bookmarks", {"url": "https://example.com/", "title": "Title"}),
    ("GET", "/bookmarks/1", None),
    ("PUT", "/bookmarks/1", {"url": "https://example.com/", "title": "Title"}),
    ("PATCH", "/bookmarks/1", {"title": "Title"}),
    ("DELETE", "/bookmarks/1", None),
    ("GET", "/tags", None),
)

# The line in the log of the first request after `OPERATIONS` that went well.
DONE: Final = re.compile(r"GET /bookmarks 200 \d")


@dataclass(frozen=True)
class Breakdown:
    """Exchanges by name, the log of the first three breakdowns, why one was not asked.

    1. well: GET /health; broken: again, six times; head; mended: six times
    2. origin: GET /bookmarks from another site
    3. operation: each of OPERATIONS; any: HEAD /bookmarks; health; done: GET
       /bookmarks, mended
    4. made: a bookmark; lost: changes of it; then, mended, found: the bookmark; kept:
       a change; new: another bookmark
    """

    said: dict[str, list[dict[str, Any]]]
    log: str
    stopped: str

    def answers(self, name: str) -> Iterator[httpx.Response]:
        """The answers of this name: each is judged when its turn comes."""
        assert name in self.said, f"{name!r} was not asked, after {self.stopped}"
        return map(play, self.said[name])

    def answer(self, name: str) -> httpx.Response:
        """The only answer of this name."""
        (response,) = self.answers(name)
        return response


def tracebacks(log: str) -> int:
    """How many failures a log shows; a chain of exceptions is one."""
    chained = (
        "The above exception was the direct cause of",
        "During handling of the above exception",
    )
    blocks = log.count("Traceback (most recent call last)")
    return blocks - sum(log.count(phrase) for phrase in chained)


def breakdown_of(make_server: MakeServer, folder: Path, target: str) -> Breakdown:
    """The breakdown of this run on this target."""
    record = once(folder, f"breakdown-{target}", lambda: _record(make_server))
    return Breakdown(**record)


def _record(make_server: MakeServer) -> dict[str, Any]:
    server = make_server(WORKERS="2")
    tape = Tape(server.log)
    log = stopped = ""
    try:
        _ask_for_health(server, tape)
        _ask_from_a_browser(server, tape)
        log = _ask_for_everything(server, tape)
        _ask_for_one_thing_again_and_again(server, tape)
    except (Stopped, SignUpError) as why:
        stopped = str(why)
    RECORDER.forget(server.log_file)
    return {"said": tape.said, "log": log, "stopped": stopped}


def _ask_for_health(server: Server, tape: Tape) -> None:
    client = server.client()
    tape.record("well", partial(client.get, "/health"))
    server.database.break_()
    # More often than there are processes: each has to notice.
    for _ in range(6):
        tape.record("broken", partial(client.get, "/health"))
    tape.record("head", partial(client.head, "/health"))
    server.database.mend()
    for _ in range(6):
        tape.record("mended", partial(client.get, "/health"))


def _ask_from_a_browser(server: Server, tape: Tape) -> None:
    # Whose token it is can only be looked up in the database.
    browser = server.client().as_user("a-token").with_headers({"Origin": ORIGIN})
    server.database.break_()
    tape.record("origin", partial(browser.get, "/bookmarks"))
    server.database.mend()


def _ask_for_everything(server: Server, tape: Tape) -> str:
    """Returns the log until then."""
    user = server.user()
    server.database.break_()
    for method, path, body in OPERATIONS:
        tape.record("operation", partial(user.request, method, path, json=body))
    tape.record("any", partial(user.head, "/bookmarks"))
    tape.record("health", partial(user.get, "/health"))
    server.database.mend()
    tape.record("done", partial(user.get, "/bookmarks"))
    # A process may log after it has answered, when the other one is done already.
    asked = (each for exchanges in tape.said.values() for each in exchanges)
    failures = sum(each["status"] == 500 for each in asked)
    wait_until(lambda: _is_complete(server.log(), failures), seconds=5)
    return server.log()


def _is_complete(log: str, failures: int) -> bool:
    return bool(DONE.search(log)) and tracebacks(log) >= failures


def _ask_for_one_thing_again_and_again(server: Server, tape: Tape) -> None:
    user = server.user()
    body = a_bookmark(tags=["tag"])
    path = _path_of(tape.record("made", partial(user.post, "/bookmarks", json=body)))
    server.database.break_()
    # More often than there are threads in both processes, or connections in two pools:
    # none may be lost.
    for _ in range(48):
        tape.record("lost", partial(user.patch, path, json={"title": "lost"}))
    server.database.mend()
    for _ in range(48):
        tape.record("found", partial(user.get, path))
    tape.record("kept", partial(user.patch, path, json={"title": "kept"}))
    tape.record("new", partial(user.post, "/bookmarks", json=a_bookmark()))


def _path_of(made: Exchange) -> str:
    """Where the bookmark is that a POST has made. Raises Stopped."""
    try:
        return f"/bookmarks/{json.loads(made.body)['id']}"
    except (ValueError, KeyError, TypeError):
        raise Stopped(f"POST /bookmarks was answered {made.status}, no id") from None
