"""For Locust: ask again and again what FOURWAYS_LOAD says, and print what was seen.

Runs in Locust's own environment, where nothing of fourways is. The last line that it
prints is one JSON object: {"times": [milliseconds...], "errors": n, "seconds": s}.
"""

import itertools
import json
import os
import secrets
import threading
import time
from typing import Any

from locust import FastHttpUser, constant, events, task  # type: ignore[import-not-found]

PLAN = json.loads(os.environ["FOURWAYS_LOAD"])
MARK = secrets.token_hex(6)
NUMBERS = itertools.count(1)


class Client(FastHttpUser):  # type: ignore[misc]
    """Asks one question after the other, without a pause."""

    host = PLAN["url"]
    wait_time = constant(0)

    def on_start(self) -> None:
        """Each client begins with the first question."""
        self.asks = itertools.cycle(PLAN["asks"])
        self.headers = dict(PLAN["headers"])

    @task  # type: ignore[untyped-decorator]
    def ask(self) -> None:
        """Ask the next one."""
        method, path = next(self.asks)
        body = None
        if method == "POST":
            number = next(NUMBERS)
            body = {
                "url": f"https://example.com/{MARK}/{number}",
                "title": f"Number {number}",
                "tags": ["one", "two"],
            }
        self.client.request(method, path, json=body, headers=self.headers)


SEEN: dict[str, Any] = {"times": [], "errors": 0, "first": 0.0, "last": 0.0}


@events.request.add_listener  # type: ignore[untyped-decorator]
def note(response_time: float, exception: Exception | None, **_: Any) -> None:
    """Keep each time: Locust's own figures are rounded to milliseconds."""
    SEEN["last"] = time.perf_counter()
    SEEN["first"] = SEEN["first"] or SEEN["last"] - response_time / 1_000
    SEEN["times"].append(round(response_time, 3))
    SEEN["errors"] += exception is not None


@events.spawning_complete.add_listener  # type: ignore[untyped-decorator]
def end_in_time(user_count: int, **_: Any) -> None:
    """Stop after the seconds. (--run-time counts from when Locust was imported.)"""
    threading.Timer(PLAN["seconds"], SEEN["runner"].quit).start()


@events.init.add_listener  # type: ignore[untyped-decorator]
def remember(environment: Any, **_: Any) -> None:
    """Who can stop the clients."""
    SEEN["runner"] = environment.runner


@events.quitting.add_listener  # type: ignore[untyped-decorator]
def tell(**_: Any) -> None:
    """Print what was seen."""
    seconds = SEEN["last"] - SEEN["first"]
    shown = {"times": SEEN["times"], "errors": SEEN["errors"], "seconds": seconds}
    print(json.dumps(shown), flush=True)
