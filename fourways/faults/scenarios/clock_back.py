"""The clock of the server's machine is put back by an hour while it works."""

from contextlib import ExitStack
from typing import Any

from ..client import Answer, Client
from ..clock import Clock
from ..ledger import Bookmark, everything
from ..rig import Rig
from ..scenario import Scenario, Seen

HOUR = 3_600
WRONG = 2
"""Wrong passwords that close the sign-in, for a window of so many seconds."""
WINDOW = 2
THROTTLE = {"SIGN_IN_FAILURES": str(WRONG), "SIGN_IN_WINDOW_SECONDS": str(WINDOW)}
EACH = 6
"""Bookmarks before the jump, during, and after it."""


def run(rig: Rig) -> Seen:
    seen = Seen()
    with ExitStack() as stack:
        clock = Clock(rig.folder)
        server = rig.running(stack, **THROTTLE, **clock.environment)
        watched = Watched(rig.client(server), seen)
        _guess(watched, rig)
        before = [watched.make(f"before-{number}") for number in range(EACH)]
        first_page = watched.ask("GET", "/bookmarks?limit=4").json()
        clock.put(-HOUR)
        during = [watched.make(f"during-{number}") for number in range(EACH)]
        _expect_that_it_jumped(seen, before[-1], during[0])
        _expect_changes_forward(watched, before + during)
        _expect_whole_pages(watched, first_page, [item["id"] for item in before])
        _expect_sign_in(watched, rig)
        _guess(watched, rig)
        clock.put(0)
        _expect_sign_in(watched, rig)
        after = [watched.make(f"after-{number}") for number in range(EACH)]
        _expect_changes_forward(watched, before + during + after)
        made = {item["id"] for item in before + during + after}
        _expect_all_once(watched, made)
        health = watched.ask("GET", "/health").status
        seen.expect(health == 200, f"GET /health is {health}")
        seen.counts["answers"] = watched.answers
    return seen


class Watched:
    """A client of whom no answer from 400 up is expected."""

    def __init__(self, client: Client, seen: Seen) -> None:
        self.seen = seen
        self.answers = 0
        self._client = client

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        expected: int = 200,
        **headers: str,
    ) -> Answer:
        """Ask, and note another status than the expected one."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self._client.ask(method, path, body, headers=fields)
        self.answers += 1
        self.seen.expect(
            answer.status == expected,
            f"{method} {path.partition('?')[0]} was answered {answer.status}, "
            f"not {expected}",
        )
        return answer

    def make(self, name: str) -> Bookmark:
        """A new bookmark."""
        body = {"url": f"https://clock.example/{name}", "title": name, "tags": [name]}
        made: Bookmark = self.ask("POST", "/bookmarks", body, expected=201).json()
        self.seen.expect(
            made.get("created_at") == made.get("updated_at"),
            f"{name}: updated_at is not created_at at first",
        )
        return made

    def everything(self) -> list[Bookmark]:
        """All bookmarks, page by page."""
        return everything(self._client)


def _expect_that_it_jumped(seen: Seen, before: Bookmark, during: Bookmark) -> None:
    # Otherwise nothing has been tested.
    seen.expect(
        during["created_at"] < before["created_at"],
        "the backend did not see the clock go back",
    )


def _expect_changes_forward(watched: Watched, items: list[Bookmark]) -> None:
    """A change moves updated_at forward and the ETag on; no change moves neither."""
    expect = watched.seen.expect
    for item in items:
        path = f"/bookmarks/{item['id']}"
        old = watched.ask("GET", path)
        told = old.json()
        body = {"title": f"{told['title']}+"}
        etag = old.headers["etag"]
        new = watched.ask("PATCH", path, body, If_Match=etag)
        expect(
            new.json()["updated_at"] > told["updated_at"],
            "updated_at did not move forward",
        )
        expect(new.json()["updated_at"] > told["created_at"], "changed before created")
        expect(new.json()["created_at"] == told["created_at"], "created_at moved")
        expect(new.headers["etag"] != etag, "the ETag did not change")
        watched.ask("PATCH", path, {"title": "late"}, expected=412, If_Match=etag)
        watched.ask("GET", path, expected=304, If_None_Match=new.headers["etag"])
        same = watched.ask("PATCH", path, body)
        expect(same.json() == new.json(), "no change moved updated_at")


def _expect_whole_pages(watched: Watched, page: dict[str, Any], ids: list[int]) -> None:
    """A walk that began before the jump ends after it, with everything once."""
    items: list[Bookmark] = list(page["items"])
    while page["next"] is not None:
        path = f"/bookmarks?limit=4&cursor={page['next']}"
        page = watched.ask("GET", path).json()
        items += page["items"]
    seen = [item["id"] for item in items]
    watched.seen.expect(len(set(seen)) == len(seen), "a page repeated a bookmark")
    watched.seen.expect(set(ids) <= set(seen), "pages left out a bookmark")


def _expect_all_once(watched: Watched, ids: set[int]) -> None:
    items = watched.everything()
    watched.seen.expect(
        sorted(item["id"] for item in items) == sorted(ids),
        "the pages do not have each bookmark once",
    )
    times = [item["created_at"] for item in items]
    watched.seen.expect(times == sorted(times), "the list is not in its order")


def _guess(watched: Watched, rig: Rig) -> None:
    """Wrong passwords, until no more are heard."""
    credentials = {"username": rig.user.username, "password": "not the password"}
    for _ in range(WRONG):
        watched.ask("POST", "/tokens", credentials, expected=401)


def _expect_sign_in(watched: Watched, rig: Rig) -> None:
    """The token from before works, and a new one is given to who knows the password.

    The clock has jumped since wrong ones were counted, and a window has passed:
    nobody is kept out for longer.
    """
    watched.ask("GET", "/users/me")
    credentials = {"username": rig.user.username, "password": rig.user.password}
    token = watched.ask("POST", "/tokens", credentials, expected=201).json()
    watched.ask("GET", "/users/me", Authorization=f"Bearer {token['token']}")
    watched.seen.expect(token["expires_at"] > "", "a token without an end")


SCENARIO = Scenario(
    name="clock-back",
    does="The time of day is put back by an hour for the running server (libfaketime), "
    "and later forward again.",
    holds=(
        "No answer from 500 up; old and new tokens work; who was throttled before a "
        "jump is so for no longer than a window of time.",
        "A change moves updated_at forward and the ETag on, whatever the clock says.",
        "Pages have every bookmark once, also for a walk that began before the jump.",
    ),
    run=run,
)
