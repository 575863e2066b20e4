"""The `fourways` command: `fourways --help` lists what it does.

Each command stands in its own file under `commands/`; what they share is how
a mistake is told: one line on standard error and exit status 2.
"""

import os
from typing import Any

import typer
from typer.core import TyperGroup

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
from fourways.live.command import live
from fourways.manifest import ManifestError
from fourways.mutants.command import mutants
from fourways.replicas.command import replicas
from fourways.site.command import site
from fourways.terminal import Mistake, NoColor, tell_mistake
from fourways.trace.command import trace
from fourways.wire.command import wire
from fourways.workshop.command import app as workshop
from fourways.workshop.doctor import doctor


class Commands(TyperGroup):
    """The commands, with one place that turns mistakes into a message."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            tell_mistake(wrong_value(error))
            raise typer.Exit(2) from None
        except (Mistake, ManifestError) as mistake:
            tell_mistake(mistake)
            raise typer.Exit(2) from None


def wrong_value(error: typer.BadParameter) -> str:
    """One line on a value that cannot be taken: its name, what it is, what is right."""
    if error.ctx is None or error.param is None:
        return error.format_message()
    error.message = in_plain_words(error.message)
    usage = f"See: {error.ctx.command_path} --help"
    source = error.ctx.get_parameter_source(error.param.name or "")
    if source is not None and source.name == "ENVIRONMENT":
        variable = str(error.param.envvar)
        return f"{variable} is {os.environ[variable]!r}: {error.message}. {usage}"
    return f"{error.format_message()}. {usage}"


def in_plain_words(message: str) -> str:
    """What Pydantic says of a value, for people."""
    no_number = "a valid integer, unable to parse string as an integer"
    message = message.replace(no_number, "a whole number")
    return message.replace("Input should be", "it must be")


app = typer.Typer(
    name="fourways",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="markdown",
)


@app.callback()
def fourways(no_color: NoColor = False) -> None:
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

    bench_app(args=ctx.args, prog_name="fourways bench")
