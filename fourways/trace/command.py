"""`fourways trace`: what runs while a backend answers one request."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fourways.output_file import writable
from fourways.selection import BackendPaths, choose
from fourways.terminal import Mistake, NoColor, console, is_live

if TYPE_CHECKING:
    from fourways.manifest import Backend
    from fourways.trace.asking import Asking

DEFAULT = "POST /bookmarks"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def trace(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar='[NAME]... ["METHOD PATH"]',
            help="Backends, all if none is named; then a request of the API, such as "
            f'"GET /bookmarks/{{id}}". Without one: "{DEFAULT}".',
            show_default=False,
        ),
    ] = None,
    case: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="How it goes wrong: malformed, wrong-method, unauthorized, conflict.",
        ),
    ] = None,
    cold: Annotated[
        bool,
        typer.Option(
            "--cold",
            metavar=" ",
            help="The first request of a process, not a later one.",
        ),
    ] = False,
    tree: Annotated[
        int | None,
        typer.Option(
            metavar="DEPTH",
            min=1,
            help="Print the calls, so many deep.",
        ),
    ] = None,
    speedscope: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the calls for https://www.speedscope.app too.",
            callback=writable,
        ),
    ] = None,
    record: Annotated[
        bool,
        typer.Option(
            "--record",
            metavar=" ",
            help="Write docs/evidence/traces/ again, every case.",
        ),
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check", metavar=" ", help="Compare one case with docs/evidence/traces/."
        ),
    ] = False,
    backend: BackendPaths = None,
    no_color: NoColor = False,
) -> None:
    """Show what runs while a backend answers one request.

    The request is sent to the backend on a fresh database, by a user who is signed
    in, and every line of Python is counted that runs between the server and the
    answer: yours, the framework's, other libraries', the standard library's. With the
    SQL, and the place in the code that decided the status. The server itself is not
    counted. Lines are no cost: C and Rust run no Python lines.

    For example:

    - `fourways trace "POST /bookmarks"`
    - `fourways trace flask django "POST /bookmarks" --case conflict`
    - `fourways trace fastapi "GET /bookmarks/{id}" --tree 12`
    """
    # Imported here: no other command needs what they need.
    from fourways.compare.concerns import place
    from fourways.trace.asking import parse
    from fourways.trace.record import check_sample, record_all

    names, request = split(words or [])
    # As the evidence calls the case in which nothing goes wrong.
    asking = parse(request, None if case == "created" else case)
    backends = choose(names, backend or [])
    if not names and not backend:
        backends.sort(key=lambda each: place(each.name))
    if not record and not check:
        _show(backends, asking, cold=cold, tree=tree, speedscope=speedscope)
        return
    if cold or tree or speedscope or request != DEFAULT or (record and (check or case)):
        raise Mistake(
            "--record is about every case of POST /bookmarks, --check about one:"
            " name backends beside them, and nothing else"
        )
    with _mistakes():
        if record:
            record_all(backends, console())
        else:
            raise typer.Exit(check_sample(backends, case or "created", console()))


def _show(
    backends: "list[Backend]",
    asking: "Asking",
    *,
    cold: bool,
    tree: int | None,
    speedscope: Path | None,
) -> None:
    from fourways.trace.show import shown
    from fourways.trace.speedscope import write
    from fourways.trace.tracing import trace_all

    output = console()
    waiting = output.status("Tracing ...") if is_live(output) else nullcontext()
    with _mistakes(), waiting:
        traces = trace_all(backends, asking, cold=cold)
    output.print(shown(traces, asking, output, tree or 0))
    if speedscope is not None:
        write(traces, speedscope)
        output.print(f"Calls for speedscope: {speedscope}", soft_wrap=True)


@contextmanager
def _mistakes() -> Iterator[None]:
    """Tell why a backend cannot be traced in one message, as for any other mistake."""
    from fourways.process import StartError
    from fourways.trace.session import TraceError

    try:
        yield
    except (TraceError, StartError) as error:
        raise Mistake(error) from None


def split(words: list[str]) -> tuple[list[str], str]:
    """Names of backends, and the request that follows them."""
    for at, word in enumerate(words):
        method, _, _ = word.strip().partition(" ")
        if method.upper() in METHODS or " " in word or word.startswith("/"):
            return words[:at], " ".join(words[at:])
    return words, DEFAULT
