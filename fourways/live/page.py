"""The page and what it asks for, on 127.0.0.1 alone.

    GET  /          the page: one file, no request leaves it but these
    GET  /start     backends and cases, as JSON
    POST /send      {"form": {...}} or {"raw": "..."}: sends it to every backend
    POST /raw       {"form": {...}}: the form as one editable text

Whoever can make a browser here send requests could otherwise use it: the Host has to
be ours (a name that an attacker's DNS points at this machine is not), a POST has to
be JSON, which a page from elsewhere may not send unasked, and its Origin ours.
"""

import base64
import hashlib
import json
import re
import socketserver
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from fourways import site
from fourways.live import compose
from fourways.live.cases import cases
from fourways.live.exchange import send_to_all
from fourways.live.running import Running

PAGE: Final = Path(__file__).parent / "page.html"
TOKENS: Final = Path(site.__file__).parent / "static" / "css" / "tokens.css"
"""Colours and sizes, as on the site."""
LONGEST: Final = 8 * compose.LONGEST
"""Bytes of a POST: JSON may take six for a character."""


class Refused(Exception):
    """A request that the page would not send; `status` and one message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class PageServer(ThreadingHTTPServer):
    """Serves the page for some running backends."""

    daemon_threads = True

    def __init__(self, port: int, backends: Sequence[Running]) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.backends = tuple(backends)
        self.page = whole_page()
        self.policy = policy_for(self.page)
        self.hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        if port == 80:
            self.hosts |= {"127.0.0.1", "localhost"}

    def server_bind(self) -> None:
        """As TCPServer: HTTPServer would ask DNS for our name here."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    @property
    def origins(self) -> set[str]:
        """Where our own page comes from."""
        return {f"http://{host}" for host in self.hosts}


def whole_page() -> str:
    """The page with the colours of the site in it: one file."""
    return PAGE.read_text("utf-8").replace("/* tokens */", TOKENS.read_text("utf-8"))


def policy_for(page: str) -> str:
    """A Content-Security-Policy that lets run what stands in the page, no more."""
    allowed = ["default-src 'none'", "connect-src 'self'", "base-uri 'none'"]
    allowed += ["form-action 'none'", "frame-ancestors 'none'", "img-src data:"]
    for kind in ("script", "style"):
        [inside] = re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        allowed.append(f"{kind}-src 'sha256-{digest}'")
    return "; ".join(allowed)


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: PageServer
    timeout = 10
    server_version = "fourways"
    sys_version = ""

    def do_GET(self) -> None:
        """The page, or what it begins with."""
        self._answer({"/": self._page, "/start": self._start})

    def do_POST(self) -> None:
        """What the page asks for."""
        self._answer({"/send": self._send, "/raw": self._raw})

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the terminal belongs to the address that is printed there."""

    def _answer(self, known: Mapping[str, Any]) -> None:
        try:
            self._check_host()
            if self.path not in known:
                raise Refused(404, "there is no such page")
            known[self.path]()
        except Refused as error:
            self._reply(error.status, {"error": str(error)})

    def _check_host(self) -> None:
        if self.headers.get_all("Host") not in [[host] for host in self.server.hosts]:
            raise Refused(400, f"this is {sorted(self.server.hosts)[0]} alone")

    def _page(self) -> None:
        policy = {"Content-Security-Policy": self.server.policy}
        self._write(200, "text/html; charset=utf-8", self.server.page.encode(), policy)

    def _start(self) -> None:
        backends = [
            {
                "name": each.backend.name,
                "title": each.backend.title,
                "server": each.server.name,
                "address": each.address,
            }
            for each in self.server.backends
        ]
        self._reply(
            200, {"backends": backends, "cases": [asdict(each) for each in cases()]}
        )

    def _send(self) -> None:
        document = self._document()
        if isinstance(document.get("raw"), str):
            template = document["raw"]
        else:
            template = compose.template_of(form_in(document))
        try:
            self._reply(200, send_to_all(self.server.backends, template))
        except compose.TooLong as error:
            raise Refused(422, str(error)) from None

    def _raw(self) -> None:
        self._reply(200, {"raw": compose.template_of(form_in(self._document()))})

    def _document(self) -> dict[str, Any]:
        if self.headers.get("Origin", "") not in self.server.origins | {""}:
            raise Refused(403, "only this page itself may ask")
        if self.headers.get_content_type() != "application/json":
            raise Refused(415, "the body must be application/json")
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch(r"\d{1,9}", length, re.ASCII):
            raise Refused(411, "a Content-Length is needed")
        if int(length) > LONGEST:
            raise Refused(413, f"at most {LONGEST:,} bytes")
        try:
            document = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise Refused(400, "the body is no JSON") from None
        if not isinstance(document, dict):
            raise Refused(422, "the body must be an object")
        return document

    def _reply(self, status: int, document: dict[str, Any]) -> None:
        self._write(status, "application/json", json.dumps(document).encode())

    def _write(
        self, status: int, kind: str, body: bytes, more: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            **(more or {}),
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def form_in(document: Mapping[str, Any]) -> compose.Form:
    """The form of a document. Raises Refused."""
    form = document.get("form")
    names = ("method", "path", "headers", "body")
    if not isinstance(form, dict) or any(
        not isinstance(form.get(name, ""), str) for name in names
    ):
        raise Refused(422, 'neither "raw" nor "form": {method, path, headers, body}')
    return compose.Form(**{name: form.get(name, "") for name in names})
