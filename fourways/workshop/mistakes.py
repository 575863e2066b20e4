"""The wrong programs of a stage, read from its mistakes.toml."""

from dataclasses import dataclass

from fourways.workshop.stage import Stage
from fourways.workshop.tables import Table, read_toml


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
