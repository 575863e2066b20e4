"""A scenario: what is done to a backend, what must hold, and what was seen."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .client import Lost
from .ledger import Audit, Ledger
from .outcome import Outcome

if TYPE_CHECKING:
    from .rig import Rig

BOTH: Final = ("sqlite", "postgresql")
SHOWN: Final = 5
"""Of many things that did not hold, so many are told."""


@dataclass
class Seen:
    """What a scenario saw: numbers by name, and what did not hold."""

    counts: dict[str, float] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is worth telling and breaks no rule."""

    def expect(self, holds: object, otherwise: str) -> None:
        """Note `otherwise` as broken unless something holds."""
        if not holds:
            self.broken.append(otherwise)

    def account(self, ledger: Ledger, audit: Audit) -> None:
        """Put a load's numbers in, and what it found wrong."""
        self.counts |= {
            "sent": ledger.sent,
            "acknowledged": ledger.acknowledged,
            "lost races": ledger.lost_races,
            "refused": ledger.refused.total(),
            "unanswered": ledger.unanswered.total(),
            "found again": audit.found,
            "unanswered but done": audit.unanswered_done,
            "reads refused": ledger.reads_refused.total(),
            "reads unanswered": ledger.reads_unanswered.total(),
        }
        self.broken += [*audit.broken, *ledger.wrong]
        self._note("unanswered", ledger.unanswered)
        self._note("reads unanswered", ledger.reads_unanswered)
        self._note("reads sent again", ledger.again)
        hung = ledger.silence[Lost.HUNG]
        self.expect(not hung, f"{hung} requests hung")

    def slowest(self, name: str, seconds: float) -> None:
        """Put seconds in, unless there are more of that name already."""
        self.counts[name] = max(self.counts.get(name, 0.0), round(seconds, 1))

    def _note(self, what: str, lost: Counter[Lost]) -> None:
        for count, how in sorted((n, how) for how, n in lost.items()):
            self.notes.append(f"{count:,} {what}: {how}")


@dataclass(frozen=True)
class Scenario:
    """One fault: `run` makes it happen to a backend.

    `does` and `holds` are sentences for people; `databases` are those that it is
    about. `run` raises NotRun where the machine lacks something.
    """

    name: str
    does: str
    holds: tuple[str, ...]
    run: "Callable[[Rig], Seen]"
    databases: tuple[str, ...] = BOTH


@dataclass(frozen=True)
class Result:
    """How one scenario went on one backend and database."""

    scenario: str
    backend: str
    server: str
    database: str
    outcome: Outcome
    counts: dict[str, float] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    """Why it failed or was not run."""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0


def verdict(seen: Seen) -> tuple[Outcome, tuple[str, ...]]:
    """Whether everything held, and if not what did not; many are cut short."""
    broken = list(dict.fromkeys(seen.broken))
    if len(broken) > SHOWN:
        broken[SHOWN:] = [f"and {len(broken) - SHOWN} more"]
    return (Outcome.FAILED if broken else Outcome.PASSED), tuple(broken)
