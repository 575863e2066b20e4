"""`fourways report`: what to do with reports that were written."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from fourways.terminal import Mistake, NoColor, console

if TYPE_CHECKING:
    from fourways.reports.change import Change
    from fourways.reports.changes import Changes

app = typer.Typer(
    help="Work with JSON reports, as fourways test --report FILE.json writes them.",
    no_args_is_help=True,
    add_completion=False,
)


@app.callback()
def report() -> None:
    """Work with JSON reports, as fourways test --report FILE.json writes them."""


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="The earlier report.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The later one.")],
    no_color: NoColor = False,
) -> None:
    """Show what changed between two runs.

    The exit status is 1 if something turned red: a rule that failed in B and not in
    A, a test of a rule that failed in both, or a target that did not start. It is 2
    if the two have no rule on a target in common.

    For example:

    - `fourways test flask --report before.json`, then a change, then
    - `fourways test flask --report after.json`
    - `fourways report diff before.json after.json`
    """
    from fourways.reports.changes import changes, comparable
    from fourways.reports.reading import read

    reports = read(before), read(after)
    if not comparable(*reports):
        raise Mistake(
            f"{before} and {after} have no rule on a target in common: there is "
            "nothing to compare"
        )
    found = changes(*reports)
    show(found, console())
    raise typer.Exit(1 if found.worse else 0)


def show(found: "Changes", output: Console) -> None:
    """Print the changes, the worst first."""
    for problem in found.problems:
        output.print(Text.assemble(("✗ ", "bold red"), problem), soft_wrap=True)
    section("✗ Newly red", found.red, "bold red", output)
    section("✗ Newly failing tests", found.tests.red, "bold red", output)
    section("✓ Newly green", found.green, "bold green", output)
    section("✓ Tests that pass now", found.tests.green, "bold green", output)
    section("~ Changed otherwise", found.other, "bold yellow", output)
    section("~ Failed tests that changed", found.tests.other, "bold yellow", output)
    for title, names in {
        "· Rules not run in the later report": found.not_run_after,
        "· Rules not run in the earlier report": found.not_run_before,
        "+ New rules": found.new_rules,
        "- Gone rules": found.gone_rules,
        "+ New targets": found.new_targets,
        "- Gone targets": found.gone_targets,
    }.items():
        if names:
            output.print(Text(f"{title} ({len(names)})", "bold"))
            output.print(Text(f"  {', '.join(names)}"))
    if found.nothing:
        output.print("Nothing changed.")


def section(title: str, found: "list[Change]", style: str, output: Console) -> None:
    """Changes of one kind, a line or two each; nothing where there are none."""
    if not found:
        return
    output.print(Text(f"{title} ({len(found)})", style))
    for each in found:
        before, after = each.before or "not asked", each.after or "not asked"
        line = (
            f"  {each.requirement:<12} {each.target}: {before} → {after}. {each.what}"
        )
        output.print(Text(line), soft_wrap=True)
        if each.message:
            output.print(Text(f"  {'':<12} {each.message}", "red"), soft_wrap=True)
