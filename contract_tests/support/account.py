"""The life of one account, recorded once a run: ten password hashes in all.

Recorded without a judge, so that a wrong answer is told by the test of that answer.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_tests.support.client import Client
from contract_tests.support.connection import Connection
from contract_tests.support.inputs import OWL, a_bookmark
from contract_tests.support.recorded import Recorded, keep, once, responses
from contract_tests.support.start import Started

# 128 characters, the most there may be, of every kind that somebody's code may
# change: capitals, composed and decomposed letters, white space at the ends, and
# an end that lies far behind the 72 bytes that bcrypt reads.
PASSWORD = " Pässwo\u0308rd \ufb01 " + OWL * 111 + "End\u00a0"

WRONG_PASSWORDS = {
    "in-small-letters": PASSWORD.lower(),
    "without-white-space-at-the-ends": PASSWORD.strip(),
    "with-composed-letters": PASSWORD.replace("o\u0308", "ö"),
    "with-another-last-character": PASSWORD[:-1] + "!",
}


# A server with two processes gives all of them to one of the two hardly ever.
CONNECTIONS = 12


@dataclass(frozen=True)
class Account:
    """A user's name, and what the API said in the course of that user's life.

    Responses: made, taken, in-1, in-2 (two times signed in, the second with the name in
    other letters), me, bookmarks, tags, not-out (an unknown query parameter),
    still-in, out, gone, out-again, other-token, wrong-<which>, unknown-<number>;
    somebody-elses, a bookmark, before these are listed; on a new connection each
    seen-<number>, before the token's end, and end-<number>.
    `violations` are sentences on answers that break the contract.
    """

    username: str
    said: dict[str, Recorded]
    violations: list[str]

    def on_new_connections(self, name: str) -> list[Recorded]:
        """The answers "seen" or "end", one from each of several connections."""
        return [self.said[f"{name}-{number}"] for number in range(CONNECTIONS)]

    def token(self, name: str) -> str:
        """The token of "in-1" or "in-2"."""
        token: str = self.said[name].json()["token"]
        return token


def account_of(target: Started, folder: Path) -> Account:
    """The account of this run on this target."""
    __tracebackhide__ = True
    record = once(folder, f"account-{target.target.id}", lambda: _live(target))
    said = responses(record["said"])
    return Account(record["username"], said, record["violations"])


def _live(target: Started) -> dict[str, Any]:
    connection = Connection(target.state.url, judge=False)
    api = Client(connection)
    # 30 characters, the most there may be.
    username = f"Q_-9{secrets.token_hex(12).upper()}-z"
    good = {"username": username, "password": PASSWORD}
    other_case = {**good, "username": username.swapcase()}
    said = {"made": keep(api.post("/users", json=good))}
    said["in-1"] = keep(api.post("/tokens", json=good))
    said["in-2"] = keep(api.post("/tokens", json=other_case))
    said["taken"] = keep(api.post("/users", json=other_case))
    # In turns, so that a busy moment of the machine slows both kinds.
    for number, (which, password) in enumerate(WRONG_PASSWORDS.items()):
        wrong = {"username": username, "password": password}
        said[f"wrong-{which}"] = keep(api.post("/tokens", json=wrong))
        unknown = {"username": f"u{secrets.token_hex(12)}", "password": password}
        if number < 2:
            said[f"unknown-{number}"] = keep(api.post("/tokens", json=unknown))
    # Again, if the machine was busy all the time; below what would be throttled.
    for number in range(2, 7):
        if take_alike(said):
            break
        said[f"unknown-{number}"] = keep(api.post("/tokens", json=unknown))
        said[f"wrong-{number}"] = keep(api.post("/tokens", json=wrong))
    first, second = (api.as_user(_token(said[name])) for name in ("in-1", "in-2"))
    said["me"] = keep(first.get("/users/me"))
    if somebody := target.state.user:
        their = api.as_user(somebody.token)
        said["somebody-elses"] = keep(their.post("/bookmarks", json=a_bookmark()))
    said["bookmarks"] = keep(first.get("/bookmarks"))
    said["tags"] = keep(first.get("/tags"))
    said["not-out"] = keep(first.delete("/tokens/current?nonsense=1"))
    said["still-in"] = keep(first.get("/users/me"))
    elsewhere = [Connection(target.state.url, judge=False) for _ in range(CONNECTIONS)]
    for number, other in enumerate(elsewhere):
        caller = Client(other).as_user(_token(said["in-1"]))
        said[f"seen-{number}"] = keep(caller.get("/users/me"))
    said["out"] = keep(first.delete("/tokens/current"))
    for number, other in enumerate(elsewhere):
        caller = Client(other).as_user(_token(said["in-1"]))
        said[f"end-{number}"] = keep(caller.get("/users/me"))
    said["gone"] = keep(first.get("/users/me"))
    said["out-again"] = keep(first.delete("/tokens/current"))
    said["other-token"] = keep(second.get("/users/me"))
    connections = [connection, *elsewhere]
    for each in connections:
        each.close()
    violations = [sentence for each in connections for sentence in each.violations]
    return {"username": username, "said": said, "violations": violations}


def best_seconds(said: Mapping[str, Any], kind: str) -> float:
    """The least that an answer of this kind took: a busy machine only ever adds."""
    kept = [said[name] for name in said if name.startswith(kind)]
    return min(
        each.seconds if isinstance(each, Recorded) else each["seconds"] for each in kept
    )


def take_alike(said: Mapping[str, Any]) -> bool:
    """Whether an unknown user and a wrong password take about the same time."""
    unknown, wrong = best_seconds(said, "unknown-"), best_seconds(said, "wrong-")
    return max(unknown, wrong) <= 3 * min(unknown, wrong)


def _token(kept: dict[str, Any]) -> str:
    """The token in an answer, or a text that is none: that is told by a test."""
    try:
        return str(json.loads(kept["text"])["token"])
    except (ValueError, KeyError, TypeError):
        return "no-token"
