"""How a mistake is told: one line on standard error, and exit status 2."""

import os
from typing import Any

import typer
from typer.core import TyperGroup

from fourways.manifest import ManifestError
from fourways.postgres import PostgresError
from fourways.terminal import Mistake, command_name, tell_mistake


class Commands(TyperGroup):
    """The commands, with one place that turns mistakes into a message."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command line; usage and hints name the command as it was typed."""
        options["prog_name"] = options.get("prog_name") or command_name()
        return super().main(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            tell_mistake(wrong_value(error))
            raise typer.Exit(2) from None
        except (Mistake, ManifestError, PostgresError) as mistake:
            tell_mistake(mistake)
            raise typer.Exit(2) from None


def wrong_value(error: typer.BadParameter) -> str:
    """One line on a value that cannot be taken: its name, what it is, what is right."""
    error.message = in_plain_words(error.message)
    if error.ctx is None or error.param is None:
        return error.format_message()
    usage = f"See: {error.ctx.command_path} --help"
    source = error.ctx.get_parameter_source(error.param.name or "")
    if source is not None and source.name == "ENVIRONMENT":
        variable = str(error.param.envvar)
        return f"{variable} is {os.environ[variable]!r}: {error.message}. {usage}"
    return f"{error.format_message().rstrip('.')}. {usage}"


def in_plain_words(message: str) -> str:
    """What Pydantic says of a value, for people."""
    no_number = "a valid integer, unable to parse string as an integer"
    message = message.replace(no_number, "a whole number")
    message = message.replace("Input should be", "it must be")
    return message.removeprefix("Value error, ").rstrip(".")
