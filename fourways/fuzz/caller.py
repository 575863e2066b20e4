"""Somebody who asks one server, and puts things back after each request.

So each request meets what the one before met: the same bookmarks, a token that is
valid. It can be sent again, alone, and is answered in the same way.
"""

import time
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from contract_tests.support.connection import Connection
from contract_tests.support.exchange import RECORDER, Exchange
from contract_tests.support.users import SignUpError, User, sign_up
from fourways.fuzz import members
from fourways.fuzz.asked import Asked, fill

NO_ANSWER: Final = "no answer"
SIGN_IN_ATTEMPTS: Final = 5
TITLES: Final = ["First", "Zweites: Ü 日本 🦉", "100% \\ 'quoted'_", " ", "a", "A", "b"]
TAGS: Final = [["web"], ["a", "web"], [], ["a-b", "a"]]


class FuzzError(Exception):
    """The server cannot be asked any more; the message says why."""


@dataclass
class Caller:
    """One server, a user of it, and what `{mine}` and the others stand for there."""

    name: str
    url: str
    requests: int = 0
    slowest: float = 0.0
    """Seconds."""
    _values: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = Connection(self.url, judge=False)
        self._user = self._someone()
        other = self._someone()
        self._values = {"host": self._connection.host, "token": self._user.token}
        theirs = self._make(token=other.token, url=members.TAKEN_URL, title="Theirs")
        self._values["theirs"] = str(theirs["id"])
        credentials = {"username": members.TAKEN_NAME, "password": members.PASSWORD}
        self._send("POST", "/users", json=credentials)
        for number in range(24):
            self._make(
                url=f"https://example.org/{number}",
                title=TITLES[number % len(TITLES)] + str(number),
                tags=TAGS[number % len(TAGS)],
            )
        self._make(url=members.TAKEN_URL, title="Taken")
        self._values["gone"] = str(self._make(url="https://example.org/gone")["id"])
        self._send("DELETE", f"/bookmarks/{self._values['gone']}")
        page = self._send("GET", "/bookmarks?limit=5").json()
        self._values["cursor"] = page["next"]
        self._begin_anew()

    def ask(self, asked: Asked) -> Exchange:
        """Send the request, put things back; returns what went over the wire.

        Its `error` says what in the answer breaks the contract, empty if nothing.
        """
        headers = [(name, fill(value, self._values)) for name, value in asked.headers]
        body: Any = asked.body
        if body is not None and asked.chunked:
            body = iter([body[:10], body[10:]] if body[10:] else [body])
        exchange = self._exchange(
            asked.method, fill(asked.target, self._values), headers, body
        )
        exchange.request_headers = [
            (name, value.replace(self._values["token"], "TOKEN"))
            for name, value in exchange.request_headers
        ]
        exchange.request_body = asked.body or b""
        self.requests += 1
        if exchange.status:
            self._put_back(exchange)
        return exchange

    def _exchange(
        self, method: str, target: str, headers: list[tuple[str, str]], body: Any
    ) -> Exchange:
        began = time.monotonic()
        encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        found = len(self._connection.violations)
        try:
            self._connection.send(
                method, target, headers=httpx.Headers(encoded), content=body
            )
        except httpx.HTTPError as error:
            self._last().error = f"{NO_ANSWER}: {error}"
        self.slowest = max(self.slowest, time.monotonic() - began)
        exchange = self._last()
        for violation in self._connection.violations[found:]:
            exchange.error = violation
        return exchange

    def _put_back(self, exchange: Exchange) -> None:
        path = exchange.url.removeprefix(self.url).partition("?")[0]
        if not 200 <= exchange.status < 300:
            return
        if (exchange.method, path) == ("POST", "/bookmarks"):
            self._send("DELETE", self._location(exchange))
        elif exchange.method == "DELETE" and path == "/tokens/current":
            self._sign_in()
        elif exchange.method == "DELETE":
            self._begin_anew()
        elif exchange.method in ("PUT", "PATCH"):
            self._restore()

    def _begin_anew(self) -> None:
        """Another bookmark to ask for: the one before was deleted."""
        self._values["mine"] = str(self._make(**MINE)["id"])
        self._restore()

    def _restore(self) -> None:
        answer = self._send("PUT", f"/bookmarks/{self._values['mine']}", json=MINE)
        self._values["etag"] = answer.headers.get("ETag", '""')

    def _sign_in(self) -> None:
        """A new token, after a while if there were too many wrong passwords here."""
        user = {"username": self._user.username, "password": self._user.password}
        for _ in range(SIGN_IN_ATTEMPTS):
            answer = self._send("POST", "/tokens", json=user)
            if answer.status_code == 201:
                self._values["token"] = answer.json()["token"]
                return
            time.sleep(min(float(answer.headers.get("Retry-After", 1)), 60))
        raise FuzzError(f"{self.name}: signed out, and cannot sign in again")

    def _someone(self) -> User:
        try:
            return sign_up(self.url, "fuzz")
        except SignUpError as error:
            raise FuzzError(f"{self.name}: {error}") from None

    def _make(self, *, token: str = "", **bookmark: Any) -> Any:
        title = bookmark.pop("title", "A title")
        answer = self._send(
            "POST", "/bookmarks", token=token, json={"title": title, **bookmark}
        )
        if answer.status_code != 201:
            raise FuzzError(f"{self.name}: POST /bookmarks gave {answer.status_code}")
        return answer.json()

    def _location(self, exchange: Exchange) -> str:
        named = [
            value for name, value in exchange.headers if name.lower() == "location"
        ]
        return "/bookmarks/" + (named[0].rpartition("/")[2] if named else "0")

    def _send(self, method: str, path: str, *, token: str = "", **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {token or self._values['token']}"}
        try:
            return self._connection.send(method, path, headers=headers, **body)
        except httpx.HTTPError as error:
            raise FuzzError(f"{self.name}: {method} {path}: {error}") from None

    def _last(self) -> Exchange:
        """The last exchange with this server; others ask theirs at the same time."""
        mine = (each for each in reversed([*RECORDER.exchanges]) if self._is_mine(each))
        return next(mine)

    def _is_mine(self, exchange: Exchange) -> bool:
        return exchange.url.startswith(f"{self.url}/")

    def close(self) -> None:
        """Close its connections."""
        self._connection.close()


MINE: Final[dict[str, Any]] = {
    "url": "https://example.org/mine",
    "title": "Mine",
    "notes": "line one\nline two",
    "tags": ["a", "web"],
}
