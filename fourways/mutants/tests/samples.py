"""Mutants that need no file, and what became of them."""

from fourways.mutants.mutant import Mutant
from fourways.mutants.trial import Outcome, Verdict

SURVIVED = Verdict(Outcome.SURVIVED)
TIME_LIMIT = Verdict(Outcome.TIME_LIMIT)


def mutant(name: str = "a", line: int = 1, code: str = "x = 2\n") -> Mutant:
    """A change of scratch_api/times.py."""
    file = "scratch_api/times.py"
    return Mutant(name, file, line, "NumberReplacer", f"{name} = 1", "x = 2", code)


def killed_by(test: str) -> Verdict:
    """A test that noticed."""
    return Verdict(Outcome.KILLED, test, "assert 1 == 2")
