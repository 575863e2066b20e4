"""What a record looks like: for each kind a module with `sheets` and `plots`.

sheets(result) -> list[Sheet]         tables, in their order
plots(result) -> dict[str, Bars]      by the end of the file's name
verdicts(result) -> list[str]         what the goals say to it, a sentence each
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from fourways.bench.plot import Bars
from fourways.bench.sheet import Sheet
from fourways.terminal import Mistake

from . import api, costs, growth, idle, profile, server


class Shown(Protocol):
    """How results of one kind are shown."""

    def sheets(self, result: Mapping[str, Any]) -> Sequence[Sheet]:
        """Tables."""

    def plots(self, result: Mapping[str, Any]) -> Mapping[str, Bars]:
        """Plots."""

    def verdicts(self, result: Mapping[str, Any]) -> Sequence[str]:
        """Sentences."""


KINDS: dict[str, Shown] = {
    "server": server,
    "idle": idle,
    "api": api,
    "hardened": api,
    "growth": growth,
    "costs": costs,
    "profile": profile,
}


def shown(kind: str) -> Shown:
    """The module for a kind. Raises Mistake."""
    if kind not in KINDS:
        raise Mistake(f"no record is of the kind {kind!r}: {', '.join(KINDS)}")
    return KINDS[kind]
