"""The command line: `python -m scratch_api.server MODULE:APP`.

Stands for: the `gunicorn` and `uvicorn` commands.
"""

import argparse
import dataclasses
import importlib
import os
import sys
import traceback
from typing import NoReturn
from wsgiref.types import WSGIApplication

from .config import Limits, ServerConfig
from .serve import serve


class CannotImport(Exception):
    """One sentence that says why there is no application."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; --help says everything else."""

    def error(self, message: str) -> NoReturn:
        """End with that line on stderr."""
        self.exit(2, f"{self.prog}: {message}\n")


def port(text: str) -> int:
    """A port as an option has it."""
    if text.isdecimal() and int(text) <= 65_535:
        return int(text)
    raise argparse.ArgumentTypeError(
        f"must be a number from 0 (any free one) to 65535, not {text!r}"
    )


def count(text: str) -> int:
    """A number of processes or threads as an option has it."""
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a number from 1, not {text!r}")


def main(arguments: list[str] | None = None) -> int:
    """Serve what the command line names; return the exit status."""
    parser = _parser()
    options = vars(parser.parse_args(arguments))
    name = options.pop("app")
    limit_names = {limit.name for limit in dataclasses.fields(Limits)}
    limits = {key: options.pop(key) for key in list(options) if key in limit_names}
    try:
        config = ServerConfig(limits=Limits(**limits), **options)
        app = import_app(name)
    except (ValueError, CannotImport) as error:
        parser.error(str(error))
    return serve(app, config)


def _parser() -> Parser:
    parser = Parser(
        prog="python -m scratch_api.server",
        description="Serve a WSGI application over HTTP/1.1.",
        epilog="SIGTERM or Ctrl-C finishes what is in flight; a second one does not.",
    )
    add = parser.add_argument
    add("app", metavar="MODULE:APP", help="for example wsgiref.simple_server:demo_app")
    default = ServerConfig()
    add("--host", default=default.host, help="address to listen on [%(default)s]")
    add("--port", type=port, default=default.port, help="0: any free one [%(default)s]")
    add(
        "--workers", type=count, default=default.workers, help="processes [%(default)s]"
    )
    add("--threads", type=count, default=default.threads, help="of each [%(default)s]")
    add("--access-log", action="store_true", help="a line per request on stderr")
    group = parser.add_argument_group("limits", "sizes in bytes, times in seconds")
    for limit in dataclasses.fields(Limits):
        group.add_argument(
            f"--{limit.name.replace('_', '-')}",
            type=type(limit.default),
            default=limit.default,
            metavar="SECONDS" if limit.name.endswith("_timeout") else "N",
            help=f"{limit.metadata['help']} [%(default)s]",
        )
    return parser


def import_app(name: str) -> WSGIApplication:
    """Find the application that `MODULE:APP` names."""
    module_name, colon, path = name.partition(":")
    if not module_name or not colon or not path:
        raise CannotImport(f"{name!r} is not MODULE:APP, for example myproject.web:app")
    sys.path.insert(0, os.getcwd())
    try:
        found = importlib.import_module(module_name)
    except Exception as error:
        raise CannotImport(f"cannot import {module_name!r}: {_where(error)}") from None
    for part in path.split("."):
        try:
            found = getattr(found, part)
        except AttributeError:
            raise CannotImport(f"{module_name!r} has no {path!r}") from None
    if not callable(found):
        raise CannotImport(f"{name!r} is not a WSGI application: it cannot be called")
    app: WSGIApplication = found
    return app


def _where(error: Exception) -> str:
    """The error in one line, with the line of code that raised it."""
    what = " ".join(traceback.format_exception_only(error)[-1].split())
    frames = traceback.extract_tb(error.__traceback__)
    # Without `import_module`, its call above, and what is frozen into Python.
    files = [frame for frame in frames[2:] if not frame.filename.startswith("<frozen")]
    if not files:  # the module itself is not there
        return what
    return f"{what} ({files[-1].filename}, line {files[-1].lineno})"


if __name__ == "__main__":
    sys.exit(main())
