"""What a stage of the workshop is: its checks, their rules, its plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Rule:
    """Why a check is made: a rule of contract.toml by its id, or one without an id."""

    id: str
    text: str
    source: str


@dataclass(frozen=True)
class Check:
    """One thing that a stage asks of the program.

    `rules` has at least one. `after` names checks that make no sense while they fail:
    this one is then "not yet". With `variant` it is only for that half of the room.
    """

    name: str
    title: str
    rules: tuple[Rule, ...]
    after: tuple[str, ...] = ()
    variant: str | None = None


@dataclass(frozen=True)
class Stage:
    """One stage. `minutes` and `break_after` are its plan.

    `previous` is the number of the stage whose program it begins with. `run` and
    `migrate` are command lines with `{python}`, `{host}` and `{port}`; `variants` are
    the halves of the room, none for most. `cut` says what to leave out first, from 1.
    With `tokens` the program has users, and the checks sign in.
    `concerns` are the lines of its ledger (ledger.py).
    """

    number: int
    name: str
    folder: Path
    title: str
    minutes: int
    goal: str
    checks: tuple[Check, ...]
    run: Mapping[str | None, str]
    migrate: str | None = None
    previous: int | None = None
    break_after: int = 0
    cut: int | None = None
    extension: bool = False
    tokens: bool = False
    gone: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()

    @property
    def requirements(self) -> tuple[str, ...]:
        """Ids of the rules of contract.toml that its checks are about."""
        ids = [rule.id for check in self.checks for rule in check.rules if rule.id]
        return tuple(dict.fromkeys(ids))

    @property
    def heading(self) -> str:
        """How it is called in lists: its number and title."""
        return f"Stage {self.number}: {self.title}"

    def checks_for(self, variant: str | None) -> tuple[Check, ...]:
        """Its checks, without those of other variants."""
        return tuple(c for c in self.checks if c.variant in (None, variant))

    def variant_for(self, wanted: str) -> str | None:
        """The variant to take by one who wants that one; None if there are none."""
        if not self.variants:
            return None
        return wanted if wanted in self.variants else self.variants[0]
