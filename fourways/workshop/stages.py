"""The stages of the workshop, read from docs/workshop: Stage, Check, Mistake, Hints.

A stage is a folder, `<NN>-<name>`:

    stage.toml      what `Stage` and `Check` say; the keys have the same names
    stage.md        the text for the learner; a line `<!-- code: FILE:NAME -->`
                    stands for that piece of the starter
    solution/       the files that the stage brings or changes, with marked regions
                    (see regions.py); with variants, a folder for each of them
    hints.md        for each gap `## NAME` and three numbered steps of rising help
    mistakes.toml   programs that are wrong in one place, and what is said of them

The whole program of a stage is what its folder brings, laid over the program of the
stage before, without what is `gone`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from contract_tests.support.contract import Requirement, contract
from fourways.discovery import REPOSITORY
from fourways.workshop.tables import StageError, Table, read, read_toml

FOLDER: Final = REPOSITORY / "docs" / "workshop"


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
class Mistake:
    """A program that is wrong in one place: `old` in `file` of the solution is `new`.

    Or it is started by another command, `run`. `what` says it in words, `says` is part
    of what the check `check` then tells; with `hangs`, after a while only.
    """

    check: str
    what: str
    says: str
    file: str = ""
    old: str = ""
    new: str = ""
    run: str | None = None
    variant: str | None = None
    hangs: bool = False


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


@cache
def stages() -> tuple[Stage, ...]:
    """Every stage in order, the extensions last. Raises StageError."""
    return load_all(FOLDER)


def stage(number: int) -> Stage:
    """The stage of that number. Raises StageError."""
    for each in stages():
        if each.number == number:
            return each
    numbers = ", ".join(str(each.number) for each in stages())
    raise StageError(f"there is no stage {number}; there are {numbers}")


def chain(last: Stage) -> list[Stage]:
    """The stages that lead to one, itself the last."""
    found = [last]
    while found[0].previous is not None:
        found.insert(0, stage(found[0].previous))
    return found


def load_all(folder: Path) -> tuple[Stage, ...]:
    """The stages in a folder. Raises StageError."""
    found = [load(path.parent) for path in sorted(folder.glob("*/stage.toml"))]
    numbers = [each.number for each in found]
    for each in found:
        where = each.folder / "stage.toml"
        if numbers.count(each.number) > 1:
            raise StageError(f"{where}: there are two stages {each.number}")
        if each.previous is not None and each.previous not in numbers:
            raise StageError(f"{where}: previous: there is no stage {each.previous}")
    return tuple(sorted(found, key=lambda each: each.number))


def load(folder: Path) -> Stage:
    """The stage in one folder. Raises StageError."""
    table = Table(folder / "stage.toml", "", read_toml(folder / "stage.toml"))
    number, _, name = folder.name.partition("-")
    if not number.isdecimal() or not name:
        raise StageError(f"{folder}: must be called like 03-bodies")
    variants = table.texts("variants")
    found = Stage(
        number=int(number),
        name=name,
        folder=folder,
        title=table.text("title"),
        minutes=table.number("minutes"),
        goal=table.text("goal"),
        checks=tuple(_check(each, variants) for each in table.tables("check")),
        run=_run(table, variants),
        migrate=table.text_or_none("migrate"),
        previous=table.number_or_none(
            "previous", int(number) - 1 if int(number) > 1 else None
        ),
        break_after=table.number_or_none("break_after", 0) or 0,
        cut=table.number_or_none("cut", None),
        extension=table.flag("extension"),
        tokens=table.flag("tokens"),
        gone=table.texts("gone"),
        variants=variants,
        concerns=table.texts("concerns"),
    )
    table.nothing_else()
    _check_order(found)
    return found


def _run(table: Table, variants: tuple[str, ...]) -> dict[str | None, str]:
    if not variants:
        return {None: table.text("run")}
    commands = table.table("run")
    found: dict[str | None, str] = {each: commands.text(each) for each in variants}
    commands.nothing_else()
    return found


def _check(table: Table, variants: tuple[str, ...]) -> Check:
    known = contract().requirements
    rules = [
        _rule(known[each])
        for each in table.texts("requirements")
        if each in known
        or table.refuse("requirements", f"names {each}, and contract.toml has none")
    ]
    text, source = table.text_or_none("rule"), table.text_or_none("source")
    if (text is None) != (source is None):
        table.refuse("rule", "belongs together with source: give both, or neither")
    if text and source:
        rules.insert(0, Rule("", text, source))
    if not rules:
        table.refuse("requirements", "is empty: name a requirement, or rule and source")
    variant = table.text_or_none("variant")
    if variant is not None and variant not in variants:
        table.refuse("variant", f"must be one of the stage's variants, not {variant!r}")
    found = Check(
        name=table.text("name"),
        title=table.text("title"),
        rules=tuple(rules),
        after=table.texts("after"),
        variant=variant,
    )
    table.nothing_else()
    return found


def _rule(requirement: Requirement) -> Rule:
    return Rule(requirement.id, requirement.rule, requirement.source)


def _check_order(found: Stage) -> None:
    seen: set[str] = set()
    for check in found.checks:
        for name in check.after:
            if name not in seen:
                raise StageError(
                    f"{found.folder / 'stage.toml'}: check {check.name}: after: "
                    f"{name!r} is no check before it"
                )
        if check.name in seen:
            raise StageError(
                f"{found.folder / 'stage.toml'}: there are two checks {check.name!r}"
            )
        seen.add(check.name)


def text_of(of: Stage, variant: str | None = None) -> str:
    """stage.md with the code that it names. Raises StageError."""
    from fourways.workshop.programs import with_code

    return with_code(of, read(of.folder / "stage.md"), variant)


def hints(of: Stage) -> dict[str, tuple[str, ...]]:
    """For each gap its hints, in steps of rising help. Raises StageError."""
    file = of.folder / "hints.md"
    if not file.exists():
        return {}
    found = {}
    for part in re.split(r"^## ", read(file), flags=re.M)[1:]:
        name, _, body = part.partition("\n")
        steps = re.split(r"^\d+\. ", body, flags=re.M)[1:]
        found[name.strip()] = tuple(" ".join(step.split()) for step in steps)
    return found


def mistakes(of: Stage) -> tuple[Mistake, ...]:
    """The wrong programs of a stage. Raises StageError."""
    file = of.folder / "mistakes.toml"
    if not file.exists():
        return ()
    table = Table(file, "", read_toml(file))
    found = []
    for each in table.tables("mistake"):
        found.append(
            Mistake(
                check=each.text("check"),
                what=each.text("what"),
                says=each.text("says"),
                **_change(each),
                run=each.text_or_none("run"),
                variant=each.text_or_none("variant"),
                hangs=each.flag("hangs"),
            )
        )
        if not found[-1].file and not found[-1].run:
            each.refuse("file", "is missing: name a file, old and new, or run")
        each.nothing_else()
    table.nothing_else()
    return tuple(found)


def _change(table: Table) -> dict[str, str]:
    file = table.text_or_none("file")
    if file is None:
        return {}
    return {
        "file": file,
        "old": table.text("old"),
        "new": table.text("new", empty=True),
    }
