"""The stages of the workshop, read from docs/workshop.

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
from functools import cache
from pathlib import Path
from typing import Final

from contract_tests.support.contract import Requirement, contract
from fourways.discovery import REPOSITORY
from fourways.workshop.stage import Check, Rule, Stage
from fourways.workshop.tables import StageError, Table, read, read_toml

FOLDER: Final = REPOSITORY / "docs" / "workshop"


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
