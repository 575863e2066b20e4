"""Where in its code a generator or coroutine pauses, and where any function begins.

Python tells of a pause as of a return, and of going on as of a call. Which it is shows
the instruction at which the frame stands.
"""

import dis
import inspect
from functools import cache
from itertools import pairwise
from types import CodeType, FrameType
from typing import Final

_CAN_PAUSE: Final = (
    inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
)


def goes_on(frame: FrameType) -> bool:
    """Whether a frame that is called had paused, in contrast to one that begins."""
    return frame.f_lasti > _start(frame.f_code)


def pauses(frame: FrameType) -> bool:
    """Whether a frame that returns will go on later."""
    return frame.f_lasti in _pauses(frame.f_code)


@cache
def _start(code: CodeType) -> int:
    if not code.co_flags & _CAN_PAUSE:
        return len(code.co_code)
    return next(
        each.offset for each in dis.get_instructions(code) if each.opname == "RESUME"
    )


@cache
def _pauses(code: CodeType) -> frozenset[int]:
    if not code.co_flags & _CAN_PAUSE:
        return frozenset()
    found = set()
    for each, following in pairwise(dis.get_instructions(code)):
        if each.opname == "YIELD_VALUE":
            # From 3.13 on it stands at the next one already.
            found |= {each.offset, following.offset}
    return frozenset(found)
