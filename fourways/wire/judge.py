"""Whether what happened is what the RFC asks for.

right    what it demands, or one of the things that it allows
lenient  more than the grammar has, where refusing is a SHOULD, or nobody's duty
wrong    against a MUST, or a request that others can smuggle
hang     no answer in time, and the connection is still open
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from fourways.wire.cases import SMUGGLED, Case
from fourways.wire.exchange import Observed

HIDDEN_ANSWERED: Final = "it answered the request that was hidden"


class Verdict(StrEnum):
    """The four, from good to bad."""

    right = "right"
    lenient = "lenient"
    wrong = "wrong"
    hang = "hang"


@dataclass(frozen=True)
class Judged:
    """A verdict, what happened in a word or two, and why it is not right."""

    verdict: Verdict
    outcome: str
    why: str = ""


def judge(case: Case, observed: Observed) -> Judged:
    """Compare what happened with what is accepted."""
    verdict, why = _judge(case, observed)
    spoken = case.another if observed.malformed and case.another else ""
    return Judged(verdict, spoken or observed.outcome, why)


def _judge(case: Case, observed: Observed) -> tuple[Verdict, str]:
    if observed.malformed and case.another:
        return Verdict.right, ""
    if observed.malformed and case.passed_on:
        return Verdict.lenient, "passed on"
    if observed.trouble:
        return Verdict.wrong, observed.trouble
    if any(view["path"] == SMUGGLED for view in observed.views):
        return Verdict.wrong, HIDDEN_ANSWERED
    verdict = _by_status(case, observed)
    if verdict in (Verdict.wrong, Verdict.hang):
        return verdict, ""
    why = _in_responses(case, observed) or _in_views(case.sees, observed)
    if why and case.may_see and not _in_views(case.may_see, observed):
        return Verdict.lenient, why
    why = why or _unseen(case, observed)
    return (Verdict.wrong, why) if why else (verdict, "")


def _by_status(case: Case, observed: Observed) -> Verdict:
    for verdict, accepted in (
        (Verdict.right, case.right),
        (Verdict.lenient, case.lenient),
    ):
        if any(each.matches(observed.statuses, observed.end) for each in accepted):
            return verdict
    return Verdict.hang if observed.end == "waits" else Verdict.wrong


def _in_responses(case: Case, observed: Observed) -> str:
    for response in observed.responses:
        for name in case.lacks:
            if response.get(name) is not None:
                return f"the response has {name}: {response.get(name)}"
        for name, value in (case.if_sent or {}).items():
            if response.get(name) not in (None, value):
                return f"the response has {name}: {response.get(name)}"
    last = observed.responses[-1] if observed.responses else None
    if case.says_close and last and observed.end == "closed" and not last.says_close:
        return "it closed and had not said so"
    return ""


def _in_views(sees: Sequence[Mapping[str, Any]], observed: Observed) -> str:
    for wanted, view in zip(sees, observed.views, strict=False):
        for key, value in wanted.items():
            shown = view[key] if key in view else view["headers"].get(key, "")
            if _plain(shown) != value:
                return f"the application saw {key}: {shown!r}"[:120]
    return ""


def _plain(shown: Any) -> Any:
    """With single spaces: a fold becomes one or more SP (RFC 9112 5.2)."""
    return re.sub(" +", " ", shown) if isinstance(shown, str) else shown


def _unseen(case: Case, observed: Observed) -> str:
    for view in observed.views:
        for name in case.unseen:
            if name in view["headers"]:
                return f"the application saw {name}: {view['headers'][name]!r}"[:120]
    return ""
