"""Who decided the status: the first to raise or return what carried it.

Looked at are exceptions, what is called a response, and the tuples that Flask's
views return. Nothing else is asked for attributes: it might answer with a query. A
function that was given the number by its caller decided nothing: the caller did.
"""

from dataclasses import dataclass
from types import FrameType
from typing import Any

from fourways.trace.tracer import Running, Spot, nearest

NAMES = ("status_code", "status", "code")


@dataclass(frozen=True)
class Carrier:
    """Where something with a status was raised or returned; the line of yours."""

    spot: Spot
    yours: Spot | None
    raised: bool


class Carriers:
    """The first one of each status."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.first: dict[int, Carrier] = {}

    def notice(
        self, call: Running, frame: FrameType, value: object, raised: bool
    ) -> None:
        """A call has raised or returned something."""
        # An exception that is returned has yet to be raised by somebody.
        if isinstance(value, BaseException) and not raised:
            return
        # What looks like a view's answer is one only where views stand.
        if isinstance(value, tuple) and not _stands_in(frame, self._folder):
            return
        status = status_of(value)
        if status is None or status in self.first:
            return
        decider, at = call, frame
        while _was_given(at, status) and decider.parent and at.f_back:
            if decider.parent.code is not at.f_back.f_code:
                break  # another thread, or the server
            decider, at = decider.parent, at.f_back
        spot = Spot(decider, decider.line)
        self.first[status] = Carrier(spot, nearest(decider, self._folder), raised)


def status_of(value: Any) -> int | None:
    """The status that a value carries, if any."""
    if isinstance(value, tuple):
        return number(value[1]) if len(value) in (2, 3) else None
    if not isinstance(value, BaseException) and not _is_response(type(value)):
        return None
    for name in NAMES:
        found = number(getattr(value, name, None))
        if found is not None:
            return found
    return None


def _is_response(kind: type) -> bool:
    return any(each.__name__.endswith("Response") for each in kind.__mro__)


def _stands_in(frame: FrameType, folder: str) -> bool:
    return frame.f_code.co_filename.startswith(folder)


def _was_given(frame: FrameType, status: int) -> bool:
    code = frame.f_code
    arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    values = (frame.f_locals.get(name) for name in arguments)
    return any(isinstance(each, int) and each == status for each in values)


def number(value: object) -> int | None:
    """A status as a number, from a number such as 404 or a text such as "404 ..."."""
    if isinstance(value, str) and value[:3].isdecimal():
        value = int(value[:3])
    if isinstance(value, int) and 100 <= value <= 599:
        return int(value)
    return None
