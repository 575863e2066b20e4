"""The process that runs a backend under the tracer, on a socket of its own.

    python -m fourways.trace.runner MODULE:APP NAME FOLDER EXTRA

It writes its port, and then answers what it reads, each a line:

    trace     -> ready         the next request will be recorded
    result    -> {...}         what was recorded, or null if the application was not
                               called; the number after it is the status: result 201

It ends when there is nothing more to read: when whoever started it has ended.
WSGI applications run on scratch_api's server with one thread, ASGI ones on uvicorn.
"""

import gc
import importlib
import os
import socket
import sys
import threading
import traceback
from pathlib import Path
from typing import IO, Any

from fourways.trace import sql, steady, tracer
from fourways.trace.boundary import AsgiBoundary, Gate, WsgiBoundary, is_asgi
from fourways.trace.model import Trace
from fourways.trace.owners import Owners, versions
from fourways.trace.recorded import to_json
from fourways.trace.result import Result
from fourways.trace.status import Carriers

WAIT_SECONDS = 30.0


class Control:
    """Does what it is told, and answers."""

    def __init__(self, gate: Gate, owners: Owners, backend: str, folder: str) -> None:
        self._gate = gate
        self._owners = owners
        self._backend = backend
        self._folder = folder
        self._ended = threading.Event()

    def obey(self, lines: IO[str], answers: IO[str]) -> None:
        """Answer each line, until there are no more."""
        for line in lines:
            word, _, rest = line.strip().partition(" ")
            answer = self._prepare() if word == "trace" else self._result(int(rest))
            print(answer, file=answers, flush=True)

    def _prepare(self) -> str:
        self._ended.clear()
        self._carriers = Carriers(self._folder)
        self._recording = tracer.Recording(self._carriers.notice, self._folder)
        # Finalizers would run in the middle of whatever happens to be running.
        gc.collect()
        gc.disable()
        steady.begin()
        self._gate.record_next(self._recording, self._ended.set)
        return "ready"

    def _result(self, status: int) -> str:
        reached = self._gate.take() is None
        # The last byte of an answer may leave before the application has ended.
        if reached and not self._ended.wait(WAIT_SECONDS):
            raise SystemExit("the application does not end")
        gc.enable()
        return to_line(self._trace(status)) if reached else "null"

    def _trace(self, status: int) -> Trace:
        result = Result(self._recording, self._owners)
        distributions = result.distributions()
        return Trace(
            backend=self._backend,
            title="",
            case="",
            cold=False,
            request="",
            response="",
            status=result.status(self._carriers, status),
            versions=versions(set(distributions)),
            groups=result.groups(),
            distributions=distributions,
            statements=result.statements(),
            root=result.root(),
        )


def to_line(trace: Trace) -> str:
    """A trace on one line."""
    return to_json(trace).replace("\n", "")


def main(name: str, backend: str, folder: str, extra: str) -> None:
    """Serve until the end of standard input."""
    # What the backend prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sql.watch()
    app = import_app(name)
    steady.hold_still()
    tracer.install()
    gate = Gate()
    owners = Owners(backend, Path(folder), extra or None)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    control = Control(gate, owners, backend, str(Path(folder).resolve()) + os.sep)

    def obey() -> None:
        try:
            print(listener.getsockname()[1], file=answers, flush=True)
            control.obey(sys.stdin, answers)
        except Exception:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(0)

    threading.Thread(target=obey, daemon=True).start()
    serve = _serve_asgi if is_asgi(app) else _serve_wsgi
    serve(app, gate, listener)


def import_app(name: str) -> Any:
    """The application that `MODULE:APP` names; with `()` at the end it is made."""
    module, _, path = name.partition(":")
    app = getattr(importlib.import_module(module), path.removesuffix("()"))
    return app() if path.endswith("()") else app


def _serve_wsgi(app: Any, gate: Gate, listener: socket.socket) -> None:
    from scratch_api.server.config import ServerConfig
    from scratch_api.server.worker import Worker

    worker = Worker(WsgiBoundary(app, gate), ServerConfig(threads=1), listener)
    worker.start()
    worker.join()


def _serve_asgi(app: Any, gate: Gate, listener: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        AsgiBoundary(app, gate),
        access_log=False,
        http="h11",
        proxy_headers=False,
        loop="asyncio",
        server_header=False,
        log_level="warning",
    )
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
