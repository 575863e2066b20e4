"""Everything that the pages are made from: loaded once, and complete or an error."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

from contract_tests.support.contract import Contract, contract
from fourways.compare.concerns import BACKENDS, Concern, concerns
from fourways.compare.coverage import LOCK, problems
from fourways.evidence import recorded as evidence
from fourways.evidence.model import Ablations, Exchanges, Suite
from fourways.evidence.recorded import COMMAND
from fourways.site.fresh import moved_functions, other_lines
from fourways.trace.recorded import CASES, Trace, path_of
from fourways.trace.recorded import load as load_trace

RECORD = "fourways trace --record"
SHOWN = 5


class MaterialError(Exception):
    """Something that a page needs is missing or is not true any more."""


@dataclass(frozen=True)
class Material:
    """What was written and what was recorded."""

    concerns: tuple[Concern, ...]
    contract: Contract
    suite: Suite
    ablations: Ablations
    exchanges: Exchanges
    traces: Mapping[tuple[str, str], Trace]
    """By backend and case."""

    @cached_property
    def locked(self) -> Mapping[str, str]:
        """Versions of the lock, by distribution."""
        text = LOCK.read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", text, re.MULTILINE))

    def concern(self, name: str) -> Concern:
        """The concern of that name. Raises KeyError."""
        return {each.name: each for each in self.concerns}[name]


def load(folder: Path = evidence.FOLDER) -> Material:
    """The concerns of this repository and the evidence in a folder.

    Raises MaterialError, EvidenceError, TraceError, ConcernError and SymbolError.
    """
    found = concerns()
    wrong = problems(found)
    if wrong:
        raise MaterialError(
            "\n  ".join(["docs/concerns/ and the code are not of one mind:", *wrong])
        )
    material = Material(
        concerns=found,
        contract=contract(),
        suite=evidence.read_suite(folder),
        ablations=evidence.read_ablations(folder),
        exchanges=evidence.read_exchanges(folder),
        traces=traces(folder / "traces"),
    )
    check(material)
    return material


def traces(folder: Path) -> dict[tuple[str, str], Trace]:
    """Each case of each backend. Raises MaterialError if one is missing."""
    found: dict[tuple[str, str], Trace] = {}
    for backend, case in product(BACKENDS, CASES):
        try:
            found[backend, case] = load_trace(backend, case, folder)
        except FileNotFoundError:
            lacking = f"docs/evidence/traces/{path_of(backend, case).name}"
            raise MaterialError(f"{lacking} is not there: run {RECORD}") from None
        except (KeyError, TypeError, ValueError) as error:
            wrong = f"docs/evidence/traces/{path_of(backend, case).name}"
            reason = f"{type(error).__name__}: {error}"
            raise MaterialError(
                f"{wrong} cannot be used ({reason}): run {RECORD}"
            ) from None
    return found


def check(material: Material) -> None:
    """Raise MaterialError if evidence is missing, or about code as it once was."""
    known = material.suite
    lacking = [
        *(
            f"requirement {each}"
            for each in material.contract.requirements
            if each not in known.outcomes
        ),
        *(f"backend {name}" for name in BACKENDS if known.target(name) is None),
        *other_lines(material.concerns, material.ablations),
    ]
    if lacking:
        raise MaterialError(
            complaint("docs/evidence/ is not about what is here", lacking, COMMAND)
        )
    if moved := moved_functions(material.traces):
        raise MaterialError(
            complaint("docs/evidence/traces/ are of other code", moved, RECORD)
        )


def complaint(what: str, which: Sequence[str], command: str) -> str:
    """What is wrong, a few examples, and what mends it."""
    shown = [
        *which[:SHOWN],
        *([f"and {len(which) - SHOWN} more"] if which[SHOWN:] else []),
    ]
    return "\n  ".join([f"{what}: run {command}", *shown])
