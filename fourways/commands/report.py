"""`fourways report`: what to do with reports that were written."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from fourways.terminal import NoColor, console

if TYPE_CHECKING:
    from fourways.reports.changes import Change, Changes

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
    A, or a target that did not start.

    For example:

    - `fourways test flask --report before.json`, then a change, then
    - `fourways test flask --report after.json`
    - `fourways report diff before.json after.json`
    """
    from fourways.reports.changes import changes, read

    found = changes(read(before), read(after))
    show(found, console())
    raise typer.Exit(1 if found.worse else 0)


def show(found: "Changes", output: Console) -> None:
    """Print the changes, the worst first."""
    for problem in found.problems:
        output.print(Text.assemble(("✗ ", "bold red"), problem), soft_wrap=True)
    section("✗ Newly red", found.red, "bold red", output)
    section("✓ Newly green", found.green, "bold green", output)
    section("~ Changed otherwise", found.other, "bold yellow", output)
    for title, names in {
        "+ New rules": found.new_rules,
        "- Gone rules": found.gone_rules,
        "+ New targets": found.new_targets,
        "- Gone targets": found.gone_targets,
    }.items():
        if names:
            output.print(Text(f"{title} ({len(names)})", "bold"))
            output.print(Text(f"  {', '.join(names)}"))
    if output_is_empty(found):
        output.print("Nothing changed.")


def output_is_empty(found: "Changes") -> bool:
    """Whether there is nothing to tell."""
    return not any(vars(found).values())


def section(title: str, found: "list[Change]", style: str, output: Console) -> None:
    """Changes of one kind, a line or two each; nothing where there are none."""
    if not found:
        return
    output.print(Text(f"{title} ({len(found)})", style))
    for each in found:
        before, after = each.before or "not asked", each.after or "not asked"
        line = (
            f"  {each.requirement:<12} {each.target}: {before} → {after}. {each.rule}"
        )
        output.print(Text(line), soft_wrap=True)
        if each.message:
            output.print(Text(f"  {'':<12} {each.message}", "red"), soft_wrap=True)
