"""What a case accepts, in a few words: "400 closed", "200, 200 open", "none closed".

Statuses of the responses in their order, then how the connection goes on: `open` (the
next request is answered), `closed`, or `waits` (the server waits for more). Without
that word open and closed are both meant. A status is 400, 4xx, 400/501, or `none`: no
response at all. "500 times 200" is 500 of the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ENDS: Final = ("open", "closed", "waits")


class NotUnderstood(ValueError):
    """A text that is not of this form."""


@dataclass(frozen=True)
class Expected:
    """Patterns of statuses, one a response, and the ends that are meant."""

    statuses: tuple[str, ...]
    ends: tuple[str, ...]

    def matches(self, statuses: Sequence[int], end: str) -> bool:
        """Whether this is what has happened."""
        return (
            end in self.ends
            and len(statuses) == len(self.statuses)
            and all(map(_is, self.statuses, statuses))
        )


def parse(text: str) -> Expected:
    """Read it. Raises NotUnderstood."""
    text = re.sub(r"(\d+) times (\S+)", _repeated, text)
    match = re.fullmatch(
        r"(none|[1-5][\dx/]*(?:, [1-5][\dx/]*)*)(?: (open|closed|waits))?", text
    )
    if match is None:
        raise NotUnderstood(f"{text!r} is not like '400 closed' or '200, 200 open'")
    statuses = () if match[1] == "none" else tuple(match[1].split(", "))
    return Expected(statuses, (match[2],) if match[2] else ("open", "closed"))


def _repeated(match: re.Match[str]) -> str:
    return ", ".join([match[2]] * int(match[1]))


def _is(pattern: str, status: int) -> bool:
    each = pattern.split("/")
    return str(status) in each or f"{status // 100}xx" in each
