"""Who is at which stage, in memory alone: it ends with the board.

Everything that comes in is checked here: how long, of which characters, how
often and from how many. A refusal carries the HTTP status that tells it.
"""

import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

MOST_LEARNERS: Final = 500
LONGEST_NICKNAME: Final = 24
"""Code points, after NFC."""
MOST_MARKS: Final = 2
"""Combining marks on one character: more of them run over the lines above."""
LAST_STAGE: Final = 99
FORGET_SECONDS: Final = 3_600
"""Who was not heard of for so long has left, or has another address by now."""
REQUESTS_AT_ONCE: Final = 60
REQUESTS_PER_SECOND: Final = 5.0
"""From one address; a room behind one router has one address."""
MOST_ADDRESSES: Final = 2_000


class Refused(Exception):
    """Not taken: the status for it, and a sentence for whoever sent it."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@dataclass
class Learner:
    """Somebody who joined."""

    nickname: str
    stage: int
    address: str
    heard: float


class Room:
    """The learners by nickname, and how often each address may still ask.

    `stages` are the titles by number; any number after them is in the last row.
    `clock` gives seconds that only rise.
    """

    def __init__(
        self,
        stages: Sequence[str],
        *,
        names: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stages = [*stages, "Done, or at an extension"]
        self._names = names
        self._clock = clock
        self._learners: dict[str, Learner] = {}
        self._allowances: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admit(self, address: str) -> None:
        """Count one request of an address. Raises Refused for one too many."""
        now = self._clock()
        left, since = self._allowances.pop(address, (REQUESTS_AT_ONCE, now))
        left = min(REQUESTS_AT_ONCE, left + (now - since) * REQUESTS_PER_SECOND)
        self._allowances[address] = (max(left - 1, 0), now)
        if len(self._allowances) > MOST_ADDRESSES:
            self._allowances.popitem(last=False)
        if left < 1:
            detail = "too many requests from this address, wait a moment"
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS, detail)

    def report(self, content: object, address: str) -> None:
        """Take `{"nickname": ..., "stage": ...}`. Raises Refused."""
        if not isinstance(content, dict) or set(content) != {"nickname", "stage"}:
            raise unprocessable("a report has a nickname and a stage, nothing else")
        nickname = checked_nickname(content["nickname"])
        stage = content["stage"]
        if type(stage) is not int or not 0 <= stage <= LAST_STAGE:
            raise unprocessable(f"stage must be a number from 0 to {LAST_STAGE}")
        row = min(stage, len(self._stages) - 1)
        self._forget_the_silent()
        # As usernames are compared: "Ada" is not somebody else than "ada".
        key = nickname.casefold()
        known = self._learners.get(key)
        if known and known.address != address:
            detail = f"the nickname {nickname} is taken, choose another"
            raise Refused(HTTPStatus.CONFLICT, detail)
        if not known and len(self._learners) >= MOST_LEARNERS:
            detail = f"the board is full: it holds {MOST_LEARNERS} learners"
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, detail)
        self._learners[key] = Learner(nickname, row, address, self._clock())

    def state(self) -> dict[str, Any]:
        """What the page shows: how many learners, and per stage who and how many."""
        self._forget_the_silent()
        by_stage: list[list[str]] = [[] for _ in self._stages]
        for key in sorted(self._learners):
            learner = self._learners[key]
            by_stage[learner.stage].append(learner.nickname)
        return {
            "learners": len(self._learners),
            "stages": [
                {
                    "title": title,
                    "count": len(nicknames),
                    "names": nicknames if self._names else [],
                }
                for title, nicknames in zip(self._stages, by_stage, strict=True)
            ],
        }

    def _forget_the_silent(self) -> None:
        oldest = self._clock() - FORGET_SECONDS
        self._learners = {
            key: each for key, each in self._learners.items() if each.heard >= oldest
        }


def checked_nickname(value: object) -> str:
    """The nickname as it will be shown. Raises Refused."""
    if not isinstance(value, str):
        raise unprocessable("nickname must be text")
    nickname = unicodedata.normalize("NFC", value[: 4 * LONGEST_NICKNAME]).strip()
    if not 1 <= len(nickname) <= LONGEST_NICKNAME:
        raise unprocessable(f"nickname must have 1 to {LONGEST_NICKNAME} characters")
    marks = 0
    for character in nickname:
        category = unicodedata.category(character)
        # Letters, marks, numbers, punctuation, symbols and the plain space: no
        # controls, no other white space, nothing that turns the line's direction.
        if category[0] not in "LMNPS" and character != " ":
            raise unprocessable("nickname must not have invisible characters")
        marks = marks + 1 if category[0] == "M" else 0
        if marks > MOST_MARKS:
            raise unprocessable("nickname has too many marks on one letter")
    if not any(unicodedata.category(each)[0] in "LNPS" for each in nickname):
        raise unprocessable("nickname must have a letter")
    return nickname


def unprocessable(detail: str) -> Refused:
    """What is well-formed, but not right."""
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
