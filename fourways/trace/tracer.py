"""The tracer: which Python lines run because of one request, and who called whom.

    install()                   once, before there is any thread that answers
    recording = Recording(...)
    with recording: ...         at the boundary, around the call of the application

How a line is known to belong to the request: a context variable holds the call that
is running. Each call sets it, each return sets it back.

- Threads that were not given the request's context have no such call: not traced.
- A worker thread that runs with a copy of the context (as anyio's do, for FastAPI's
  `def` endpoints) finds in it the call that handed the work over. So its stack is
  stitched to that of the caller, as if there were no second thread.
- A coroutine that waits returns and is called again. It goes on where it was.

3.11 and later: `sys.settrace` for this thread, `threading.settrace` for later ones.
What C and Rust do is not seen: they run no Python lines.
"""

import sys
import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any, Final

from fourways.trace import boundary, sql, steady
from fourways.trace.pauses import goes_on, pauses

Hook = Callable[[FrameType, str, Any], Any]
Notice = Callable[["Running", FrameType, object, bool], None]

# Below what the server offers the application, its lines are the server's.
OUTSIDE: Final = boundary.__file__
# Of the tracer, and between a caller and the driver: as if not there.
UNSEEN: Final = (sql.__file__, steady.__file__, __file__)

_running: ContextVar["Running | None"] = ContextVar("running", default=None)


class Running:
    """A call while it runs; what it counts is read when all has ended."""

    __slots__ = (
        "after",
        "children",
        "code",
        "failing",
        "hop",
        "line",
        "lines",
        "module",
        "parent",
        "paused",
        "recording",
        "resumed",
        "thread",
    )

    def __init__(
        self,
        recording: "Recording",
        parent: "Running | None",
        frame: FrameType | None,
    ) -> None:
        self.recording = recording
        self.parent = parent
        self.code: CodeType | None = frame.f_code if frame else None
        self.module = frame.f_globals.get("__name__") if frame else None
        self.thread = threading.get_ident()
        self.line = frame.f_lineno if frame else 0
        self.lines = 0
        self.after = parent.lines if parent else 0
        self.children: list[Running] = []
        self.hop = parent is not None and parent.thread != self.thread
        self.resumed = False
        self.paused = False
        self.failing = False

    def trace(self, frame: FrameType, event: str, value: Any) -> Hook:
        """What Python calls for every line of this call, and for its end."""
        if event == "line":
            self.lines += 1
            self.line = frame.f_lineno
            self.failing = False
            self.recording.lines.setdefault(frame.f_code, set()).add(frame.f_lineno)
        elif event == "exception":
            # That a generator has ended is told by an exception too.
            self.failing = not issubclass(value[0], StopIteration | StopAsyncIteration)
            self.line = frame.f_lineno
            self.recording.notice(self, frame, value[1], True)
        elif event == "return":
            self._end(frame, value)
        return self.trace

    def _end(self, frame: FrameType, value: Any) -> None:
        if not self.failing and pauses(frame):
            self.paused = True
            self.recording.paused[id(frame)] = self
            # In another thread the work may have begun before this one waits for it.
            for child in self.children:
                if child.hop and child.after < 0:
                    child.after = self.lines
        elif not self.failing:
            self.recording.notice(self, frame, value, False)
        _running.set(self.parent)


class Outside(Running):
    """A call back into the server: neither it nor what it calls is counted."""

    __slots__ = ()

    def trace(self, frame: FrameType, event: str, value: Any) -> Hook:
        if event == "return":
            if pauses(frame):
                self.recording.paused[id(frame)] = self
            _running.set(self.parent)
        return self.trace


@dataclass(frozen=True)
class Spot:
    """A call, and the line on which it was."""

    call: Running
    line: int


def nearest(call: Running, folder: str) -> Spot | None:
    """Where code of a folder is on the way to a call; the last such call."""
    at: Running | None = call
    while at is not None:
        if at.code is not None and at.code.co_filename.startswith(folder):
            return Spot(at, at.line)
        at = at.parent
    return None


class Recording:
    """What is being recorded of one request.

    `notice` is called with everything that a call raises or returns. `folder` is
    where your code stands.
    """

    def __init__(self, notice: Notice, folder: str) -> None:
        self.notice = notice
        self.folder = folder
        self.root = Running(self, None, None)
        self.lines: dict[CodeType, set[int]] = {}
        self.paused: dict[int, Running] = {}
        self.statements: list[tuple[str, Running, Spot | None]] = []

    def __enter__(self) -> None:
        self.root.thread = threading.get_ident()
        _running.set(self.root)

    def __exit__(self, *_: object) -> None:
        _running.set(None)


def install() -> None:
    """From now on, note what runs in this thread and in those started later."""
    sql.listener = _on_statement
    threading.settrace(_on_call)
    sys.settrace(_on_call)


def _on_call(frame: FrameType, event: str, value: Any) -> Hook | None:
    caller = _running.get()
    if caller is None or isinstance(caller, Outside):
        return None
    file = frame.f_code.co_filename
    if file in UNSEEN:
        return None
    if goes_on(frame):
        call = _resumed(caller, frame)
        if call is None:  # the server's own, which waits for the application
            return None
    else:
        kind = Outside if file == OUTSIDE or _is_of_the_loop(caller) else Running
        call = kind(caller.recording, caller, frame)
        if kind is Running:
            _add(call, caller)
    _running.set(call)
    return call.trace


def _is_of_the_loop(caller: Running) -> bool:
    """While the application waits, what runs for it is the server's event loop."""
    return caller.code is None and any(each.paused for each in caller.children)


def _add(call: Running, caller: Running) -> None:
    if call.hop:
        # Where the caller waits: what it does until then may run at the same time.
        call.after = caller.lines if caller.paused else -1
    caller.children.append(call)


def _resumed(caller: Running, frame: FrameType) -> Running | None:
    """The call that goes on in this frame, if it had paused."""
    paused = caller.recording.paused.pop(id(frame), None)
    if paused is None or paused.code is not frame.f_code:
        return None
    paused.paused = False
    if isinstance(paused, Outside) or (
        paused.parent is caller and caller.children[-1] is paused
    ):
        return paused
    # A generator that others have called in the meantime: a call of its own, so that
    # what is below it stands where it happened.
    call = Running(caller.recording, caller, frame)
    call.resumed = True
    _add(call, caller)
    return call


def _on_statement(text: str) -> None:
    call = _running.get()
    if call is None or isinstance(call, Outside):
        return
    _running.set(None)  # what is done here is no part of the request
    try:
        call.recording.statements.append(
            (text, call, nearest(call, call.recording.folder))
        )
    finally:
        _running.set(call)
