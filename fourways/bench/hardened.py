"""What hardening costs: each finished backend beside its framework's tutorial app.

Both do the same work on the same server: check a token, read or store a bookmark.
The tutorial apps (docs/naked/) do nothing else of the contract. Rounds alternate, so
that a busy moment meets both.
"""

import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

import httpx

from fourways import databases, launch
from fourways.discovery import REPOSITORY, default_server, find
from fourways.manifest import Backend
from fourways.ports import Port

from .contenders import CannotStart
from .wrk import Load, Result, WrkError, find_wrk, parse

NAKED: Final = REPOSITORY / "docs" / "naked"
OPERATIONS: Final = ("read", "create")
_CREATE: Final = Path(__file__).with_name("create.lua")


@dataclass(frozen=True)
class Caller:
    """A server that runs, and somebody signed in to it with one bookmark."""

    url: str
    authorization: str
    bookmark: str

    def load(self, operation: str, load: Load) -> Result:
        """Put load on one operation."""
        command = [find_wrk(), "--latency", "-t1", f"-c{load.connections}"]
        command += [f"-d{load.seconds}s", "-H", f"Authorization: {self.authorization}"]
        if operation == "create":
            mark = secrets.token_hex(6)
            command += ["-s", str(_CREATE), f"{self.url}/bookmarks", "--", mark]
        else:
            command.append(self.url + self.bookmark)
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise WrkError(f"wrk failed: {done.stdout}{done.stderr}")
        return parse(done.stdout)


@dataclass
class Pair:
    """A finished backend, its framework's tutorial app, and what was measured."""

    finished: Backend
    naked: Backend
    results: dict[tuple[str, str], list[Result]] = field(default_factory=dict)

    def rate(self, operation: str, who: str) -> float:
        """Requests per second of "finished" or "naked", the median of the rounds."""
        return median(r.requests_per_second for r in self.results[operation, who])

    def ratio(self, operation: str) -> float:
        """Finished to naked, the median of the rounds' ratios."""
        rounds = zip(
            self.results[operation, "finished"],
            self.results[operation, "naked"],
            strict=True,
        )
        return median(a.requests_per_second / b.requests_per_second for a, b in rounds)

    def errors(self, operation: str) -> int:
        """Responses of both that were no success."""
        return sum(
            result.errors
            for who in ("finished", "naked")
            for result in self.results[operation, who]
        )


def pairs(names: list[str]) -> list[Pair]:
    """The backends of these names, or all, that have a tutorial app."""
    wanted = names or sorted(folder.name for folder in NAKED.iterdir())
    return [Pair(find(name), find(str(NAKED / name))) for name in wanted]


def measure(
    pair: Pair, database: str, load: Load, rounds: int, tell: Callable[[str], None]
) -> None:
    """Start both and put load on each in turn."""
    with ExitStack() as stack:
        callers = {
            "finished": stack.enter_context(_running(pair.finished, database)),
            "naked": stack.enter_context(_running(pair.naked, database)),
        }
        for operation in OPERATIONS:
            for caller in callers.values():  # nobody is measured cold
                caller.load(operation, Load(load.connections, 1, True))
            for number in range(rounds):
                for who, caller in callers.items():
                    tell(
                        f"{pair.finished.title}: {operation}, "
                        f"round {number + 1} of {rounds}, {who}"
                    )
                    found = pair.results.setdefault((operation, who), [])
                    found.append(caller.load(operation, load))


@contextmanager
def _running(backend: Backend, kind: str) -> Iterator[Caller]:
    with ExitStack() as stack:
        database = databases.fresh(kind)
        stack.callback(database.drop)
        port = Port()
        stack.callback(port.release)
        folder = Path(tempfile.mkdtemp(prefix="fourways-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        # One process: uvicorn with several is held up by its socket, and not by
        # the application (docs/performance.md), which is what is compared here.
        settings = {
            "DATABASE_URL": database.url,
            "PORT": str(port.number),
            "WORKERS": "1",
        }
        migrated = launch.migrate(backend, settings)
        if migrated.returncode:
            raise CannotStart(f"{backend.name}: migrate failed:\n{migrated.stderr}")
        server = default_server(backend)
        process = launch.server(backend, server, settings, folder / "log")
        stack.callback(process.kill)
        process.start()
        process.wait()
        yield _sign_up(f"http://127.0.0.1:{port.number}")


def _sign_up(url: str) -> Caller:
    credentials = {"username": "bench", "password": secrets.token_urlsafe(12)}
    body = {"url": "https://example.com/", "title": "Read me", "tags": ["one", "two"]}
    with httpx.Client(base_url=url) as client:
        client.post("/users", json=credentials).raise_for_status()
        answer = client.post("/tokens", json=credentials).raise_for_status()
        authorization = f"Bearer {answer.json()['token']}"
        headers = {"Authorization": authorization}
        made = client.post("/bookmarks", json=body, headers=headers)
        number = made.raise_for_status().json()["id"]
    return Caller(url, authorization, f"/bookmarks/{number}")
