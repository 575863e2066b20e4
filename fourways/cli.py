"""The `fourways` command: `fourways --help` lists what it does.

Each command stands in its own file under `commands/`; what they share is how
a mistake is told: see `mistakes`.
"""

from typing import Annotated

import typer

from fourways.commands.contract import contract
from fourways.commands.demo import demo
from fourways.commands.list_backends import list_backends
from fourways.commands.report import app as report
from fourways.commands.run_backend import migrate, serve
from fourways.commands.run_tests import run_tests
from fourways.compare.command import diff, list_concerns
from fourways.compare.differences import differences
from fourways.evidence.command import evidence
from fourways.faults.command import faults
from fourways.fuzz.command import fuzz
from fourways.inventory import version
from fourways.live.command import live
from fourways.mistakes import Commands
from fourways.mutants.command import mutants
from fourways.replicas.command import replicas
from fourways.site.command import site
from fourways.terminal import NoColor
from fourways.trace.command import trace
from fourways.wire.command import wire
from fourways.workshop.command import app as workshop
from fourways.workshop.doctor import doctor

app = typer.Typer(
    name="fourways",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="markdown",
)


def tell_version(wanted: bool) -> None:
    """Print which version this is, and nothing else."""
    if wanted:
        print(f"fourways {version()}")
        raise typer.Exit


@app.callback()
def fourways(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            metavar=" ",
            help="Print the version.",
            callback=tell_version,
            is_eager=True,
        ),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """One small API, written four ways, under one contract.

    Start with **fourways demo**. Then read a backend's README and the code
    beside it, start it with **fourways serve flask**, change something, and see
    with **fourways test flask** what the contract says about it.
    """


app.command()(demo)
app.command("list")(list_backends)
app.command()(serve)
app.command()(migrate)
app.command("test")(run_tests)
app.add_typer(report, name="report")
app.command("concerns")(list_concerns)
app.command()(diff)
app.command()(trace)
app.command()(live)
app.command()(faults)
app.command()(fuzz)
app.command()(site)
app.command()(contract)
app.command()(differences)
app.command()(evidence)
app.command()(wire)
app.command()(mutants)
app.command()(replicas)
app.command()(doctor)
app.add_typer(workshop)


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def bench(ctx: typer.Context) -> None:
    """Measure how fast servers and backends answer, side by side."""
    # Imported here: no other command needs what it needs.
    from fourways.bench import bench_app

    bench_app(args=ctx.args, prog_name=ctx.command_path)
