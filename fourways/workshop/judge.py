"""Make the checks of some stages, one after the other, and keep what each found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fourways.workshop.checks import function_of
from fourways.workshop.lab import Lab
from fourways.workshop.response import Failed
from fourways.workshop.stage import Check, Stage
from fourways.workshop.wire import Exchange


class State(StrEnum):
    """What came of a check. One that depends on a failed one was not made."""

    passed = "passed"
    failed = "failed"
    not_yet = "not yet"


@dataclass(frozen=True)
class Failure:
    """What was wrong, and what the program was doing meanwhile.

    `at` is the first wrong byte of what came back; `printed` is what the program
    wrote since the check began.
    """

    wrong: str
    expected: str
    exchange: Exchange | None
    at: int | None
    program: str
    printed: str


@dataclass(frozen=True)
class Verdict:
    """One check and what came of it; `needs` names what has to pass before."""

    stage: Stage
    check: Check
    state: State
    failure: Failure | None = None
    needs: str = ""


def judge(stages: Sequence[Stage], variant: str | None, lab: Lab) -> Iterator[Verdict]:
    """A verdict for each check of these stages, in order.

    A stage is only looked at when those before it have passed.
    """
    failed_stage: Stage | None = None
    for stage in stages:
        titles = {each.name: each.title for each in stage.checks}
        missing: list[str] = []
        for check in stage.checks_for(variant):
            needs = [titles[name] for name in check.after if name in missing]
            if failed_stage is not None:
                needs = [failed_stage.heading]
            if needs:
                missing.append(check.name)
                yield Verdict(stage, check, State.not_yet, needs=needs[0])
                continue
            failure = examine(check, lab)
            if failure:
                missing.append(check.name)
                yield Verdict(stage, check, State.failed, failure)
            else:
                yield Verdict(stage, check, State.passed)
        if missing and failed_stage is None:
            failed_stage = stage


def examine(check: Check, lab: Lab) -> Failure | None:
    """Make one check. After a failure the program is started anew."""
    begin = lab.printed_bytes()
    lab.last = None
    try:
        function_of(check.name)(lab)
    except Failed as failed:
        state = lab.state()
        lab.stop()
        return Failure(
            failed.wrong,
            failed.expected,
            failed.exchange or lab.last,
            failed.at,
            state,
            lab.printed(begin),
        )
    return None
