"""What `fourways mutants` shows: progress, a table by file, the survivors."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from fourways import repeated
from fourways.mutants import page
from fourways.mutants.asked import Asked
from fourways.mutants.explained import change_of, explained
from fourways.mutants.mutant import Mutant
from fourways.mutants.recorded import Counts, Record, Survivor, records
from fourways.mutants.session import Result
from fourways.mutants.trial import Outcome
from fourways.terminal import Mistake, command_name, console, is_live, tell_mistake

PLAIN_EVERY = 25
GOAL = 95
Told = Callable[[Mutant, Result], None]


@contextmanager
def telling(asked: Asked) -> Iterator[Told]:
    """Shows how far it is: a bar in a terminal, a line now and then elsewhere."""
    output = console()
    known = len(asked.session.among(asked.chosen))
    output.print(
        f"{asked.backend.title}: {len(asked.all):,} mutants, {len(asked.chosen):,} "
        f"asked for, {known:,} tried before. The unchanged code comes first.",
        soft_wrap=True,
    )
    with Progress(
        BarColumn(),
        TextColumn("{task.fields[what]}"),
        console=output,
        disable=not is_live(output),
        transient=True,
    ) as bars:
        bar = bars.add_task("", total=len(asked.chosen), what="")
        done = 0

        def told(mutant: Mutant, result: Result) -> None:
            nonlocal done
            done += 1
            found = asked.session.among(asked.chosen).values()
            survived = sum(each.outcome is Outcome.SURVIVED for each in found)
            what = f"{len(found)} of {len(asked.chosen)} tried, {survived} survived"
            bars.update(bar, completed=len(found), what=what)
            if asked.shown:
                bars.console.print(_told(mutant, result), soft_wrap=True)
            elif not is_live(output) and done % PLAIN_EVERY == 0:
                output.print(f"{what} on {result.database}")

        yield told


def show(asked: Asked, record: Record, problems: Sequence[str]) -> int:
    """Print what is known about all that was asked for; the exit status."""
    output = console()
    files = {mutant.file for mutant in asked.chosen}
    if not asked.shown:
        output.print(_table({f: c for f, c in record.files.items() if f in files}))
    reasons = explained()
    chosen = {mutant.id for mutant in asked.chosen}
    left = [
        each
        for each in record.survivors
        if each.id in chosen and change_of(each) not in reasons
    ]
    for each in left:
        output.print(_survivor(each, record.backend), soft_wrap=True)
    for problem in problems:
        tell_mistake(problem)
    return 1 if left or problems else 0


def show_recorded() -> None:
    """Print the table of each record."""
    output = console()
    for record in records():
        output.print(f"\n{record.title}, {record.date}")
        output.print(_table(record.files))
    output.print(f"To try some: {command_name()} mutants scratch --sample 20")


def list_mutants(asked: Asked) -> None:
    """Print each mutant that was asked for."""
    output = console()
    for mutant in asked.chosen:
        result = asked.session.of(mutant)
        output.print(_line(mutant, result.outcome if result else "-"), soft_wrap=True)


def write_page() -> None:
    """Write docs/suite.md."""
    page.FILE.write_text(current(), encoding="utf-8")
    console().print(f"docs/{page.FILE.name} is written")


def check() -> int:
    """Whether docs/suite.md is what it should be. Raises Mistake."""
    if page.FILE.read_text(encoding="utf-8") != current():
        raise Mistake(
            f"docs/{page.FILE.name} is not current: "
            f"run {command_name()} mutants --record"
        )
    console().print(f"docs/{page.FILE.name} matches docs/mutants")
    return 0


def current() -> str:
    """docs/suite.md as it should be."""
    head = page.HEAD.read_text(encoding="utf-8")
    return page.document(head, records(), explained(), repeated.read())


def _table(files: Mapping[str, Counts]) -> Table:
    table = Table("File", box=None, pad_edge=False)
    for title in ("tried", "killed", "not started", "time limit", "survived", "%"):
        table.add_column(title, justify="right")
    rows = {**files, "all": sum(files.values(), Counts())}
    for name, counts in rows.items():
        rate = page.percent(counts.noticed, counts.tried)
        good = counts.noticed * 100 >= GOAL * counts.tried
        table.add_row(
            name,
            f"{counts.tried} of {counts.there}",
            str(counts.killed),
            str(counts.not_started),
            str(counts.time_limit),
            str(counts.survived),
            Text(rate, "green" if good else "red"),
        )
    return table


def _survivor(each: Survivor, backend: str) -> Text:
    text = Text(f"\n{each.id} survived: {each.file}, line {each.line}\n", "bold")
    for sign, lines, colour in (("-", each.before, "red"), ("+", each.after, "green")):
        for line in lines.splitlines():
            text.append(f"{sign} {line}\n", colour)
    again = f"Again: {command_name()} mutants {backend} --mutant {each.id}"
    return text.append(again, "dim")


def _told(mutant: Mutant, result: Result) -> Text:
    text = _line(mutant, result.outcome)
    if result.killer:
        text.append(f"\n{result.killer}: {result.message}")
    return text


def _line(mutant: Mutant, outcome: str) -> Text:
    text = Text(f"{mutant.id} {outcome}: {mutant.file}, line {mutant.line}")
    text.append(f"\n- {mutant.before}", "red")
    text.append(f"\n+ {mutant.after}", "green")
    return text
