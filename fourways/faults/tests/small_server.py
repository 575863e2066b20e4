"""A small server of bookmarks in this process, honest or lying in one way."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "a token"


class SmallServer(ThreadingHTTPServer):
    """Keeps bookmarks in memory. `lie` names what it does wrong, "" nothing."""

    daemon_threads = True

    def __init__(self, lie: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lie = lie
        self.lock = threading.Lock()
        self.bookmarks: dict[int, dict[str, Any]] = {}
        self.created = 0
        self.changed = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def lies(self, lie: str) -> bool:
        """Whether it is to lie so about what is being created: every third time."""
        return self.lie == lie and self.created % 3 == 0


class Handler(BaseHTTPRequestHandler):
    """As much of the contract as the load needs."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: SmallServer

    def do_GET(self) -> None:
        with self.server.lock:
            items = [dict(each) for each in self.server.bookmarks.values()]
        if self.path.startswith("/bookmarks?"):
            self._answer(200, {"items": items, "next": None})
        elif self.path == "/tags":
            counts = Counter(tag for item in items for tag in item["tags"])
            if self.server.lie == "miscounts":
                counts["load"] -= 1
            tags = [{"name": name, "count": n} for name, n in counts.items()]
            self._answer(200, {"items": tags})
        elif self.server.lie == "refuses to read":
            self._problem(500, "internal-error")
        else:
            number = int(self.path.rpartition("/")[2])
            self._answer(200, self.server.bookmarks[number])

    def do_POST(self) -> None:
        body = self._body()
        with self.server.lock:
            self.server.created += 1
            number = self.server.created
            made = {"notes": "", "tags": [], **body, "id": number, "version": 1}
            if self.server.lies("refuses"):
                return self._problem(500, "internal-error")
            if self.server.lies("says 503"):
                return self._problem(503, "unavailable")
            if not self.server.lies("loses"):
                self.server.bookmarks[number] = dict(made)
            if self.server.lies("stores half and says nothing"):
                self.server.bookmarks[number]["tags"] = body["tags"][:1]
            if self.server.lies("stores twice"):
                self.server.bookmarks[-number] = dict(made)
        if self.server.lie.endswith("says nothing") and number % 3 == 0:
            self.close_connection = True
            return None
        return self._answer(201, made)

    def do_PATCH(self) -> None:
        body = self._body()
        with self.server.lock:
            self.server.changed += 1
            number = int(self.path.rpartition("/")[2])
            old = self.server.bookmarks[number]
            others = self.server.lie == "is always changed by others"
            if others or self.headers["If-Match"] != f'"{old["version"]}"':
                return self._problem(412, "precondition-failed")
            new = {**old, **body, "version": old["version"] + 1}
            if self.server.lie != "forgets changes" or self.server.changed % 3:
                self.server.bookmarks[number] = new
        if (
            self.server.lie == "stores and says nothing"
            and self.server.changed % 3 == 0
        ):
            self.close_connection = True
            return None
        return self._answer(200, new)

    def _body(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _problem(self, status: int, name: str) -> None:
        problem = {"type": f"urn:fourways:problem:{name}", "status": status}
        self._answer(status, problem, "application/problem+json")

    def _answer(
        self, status: int, body: Any, content_type: str = "application/json"
    ) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(text)))
        if isinstance(body, dict) and "version" in body:
            self.send_header("ETag", f'"{body["version"]}"')
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: Any) -> None:
        """Write no log."""


@contextmanager
def serving(lie: str = "") -> Iterator[SmallServer]:
    """The server, while it runs in a thread."""
    with SmallServer(lie) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
