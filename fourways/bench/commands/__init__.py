"""The command line of `fourways bench`, a file for each subject."""

import typer

from fourways.mistakes import Commands

from .backends import api, hardened
from .costs import costs
from .document import document
from .growth import growth
from .profile import profile
from .servers import idle, server

bench_app = typer.Typer(
    cls=Commands,
    help="Measure how fast servers and backends answer, beside others in the same "
    "run. Start with **fourways bench api flask**.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
)
for command in (server, idle, api, hardened, growth, profile, costs, document):
    bench_app.command()(command)

__all__ = ["bench_app"]
