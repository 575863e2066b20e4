"""What the command line asks for: which mutants, of those that there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fourways.compare.concerns import BACKENDS
from fourways.discovery import find
from fourways.manifest import DATABASES, Backend
from fourways.mutants import scope
from fourways.mutants.explained import explained, problems
from fourways.mutants.mutant import Mutant, mutants_of, shuffled
from fourways.mutants.session import Session
from fourways.mutants.trial import Outcome
from fourways.terminal import Mistake, command_name

OUTCOMES: Final = {each.replace(" ", "-"): each for each in Outcome}


@dataclass(frozen=True)
class Asked:
    """`all` are the backend's mutants, `chosen` those that were asked for, in order.

    `again` are the ids of those that are to be tried whatever is known about them;
    `shown`: they are tried to be looked at.
    """

    backend: Backend
    session: Session
    databases: Sequence[str]
    seed: int
    all: Sequence[Mutant]
    chosen: Sequence[Mutant]
    again: frozenset[str] = frozenset()
    shown: bool = False

    def wrong_reasons(self) -> list[str]:
        """What is wrong in explained.toml, as far as can be known now."""
        results = self.session.among(self.all)
        killed = [
            each
            for each in self.all
            if each.id in results and results[each.id].outcome is not Outcome.SURVIVED
        ]
        return list(problems(explained(), self.all, killed))


def asked(
    name: str,
    *,
    only: list[str],
    ids: Sequence[str],
    again: Sequence[str],
    sample: int | None,
    seed: int,
    databases: Sequence[str],
) -> Asked:
    """What to do. Raises Mistake, and ImportError where cosmic-ray is missing."""
    _check(name, again, databases)
    backend = find(name)
    session = Session(name)
    files = scope.files_of(backend)
    chosen_files = {file.as_posix() for file in scope.only(files, only)}
    everything = mutants_of(files, backend.folder.parent)
    chosen = [
        mutant
        for mutant in shuffled(everything, seed)
        if mutant.file in chosen_files and (not ids or mutant.id in ids)
    ][:sample]
    for id in set(ids) - {mutant.id for mutant in chosen}:
        raise Mistake(
            f"{name} has no mutant {id!r}: see {command_name()} mutants {name} --list"
        )
    outcomes = {OUTCOMES[each] for each in again}
    known = session.among(chosen)
    again_ids = {each.id for each in known.values() if each.outcome in outcomes}
    return Asked(
        backend=backend,
        session=session,
        databases=list(databases) or [d for d in DATABASES if d in backend.databases],
        seed=seed,
        all=everything,
        chosen=chosen,
        again=frozenset([*again_ids, *ids]),
        shown=bool(ids),
    )


def _check(name: str, again: Sequence[str], databases: Sequence[str]) -> None:
    for what, given, known in (
        ("backend", [name], BACKENDS),
        ("outcome", again, OUTCOMES),
        ("database", databases, DATABASES),
    ):
        for each in given:
            if each not in known:
                raise Mistake(
                    f"there is no {what} {each!r}: it must be one of {', '.join(known)}"
                )
