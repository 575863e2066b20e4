"""`fourways workshop board`: put the board up until Ctrl-C."""

import asyncio
import signal
import socket
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Final

import typer

from fourways.terminal import Mistake
from fourways.workshop.schedule import ScheduleError, minutes_since_midnight
from fourways.workshop.schedule import schedule as schedule_of
from fourways.workshop.stage import Stage
from fourways.workshop.stages import stages

PORT: Final = 8400
ANYWHERE: Final = "0.0.0.0"
TOLD: Final = """
The board is at {address}
Learners join, if they like: {join}
It keeps a nickname and a stage of each in memory, and forgets all when it ends.
Ctrl-C ends it.
"""


def board(
    start: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM",
            help="When the workshop began: marks where the plan is.",
            show_default=False,
        ),
    ] = None,
    names: Annotated[
        bool,
        typer.Option(
            "--names/--no-names", help="Show nicknames, or only how many there are."
        ),
    ] = True,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Address to listen on; the default is all."
        ),
    ] = ANYWHERE,
    port: Annotated[
        int,
        typer.Option(min=1, max=65535, metavar="NUMBER", help="Port to listen on."),
    ] = PORT,
) -> None:
    """Show on the room's screen how many learners are at which stage.

    Whoever is in the local network can see it. Learners join by choice, with the
    command that it shows. Nothing is written, and nothing leaves the network.
    """
    from fourways.workshop.board.room import Room
    from fourways.workshop.board.server import Board

    planned = [stage for stage in stages() if not stage.extension]
    try:
        where = place_in_plan(planned, start)
    except ScheduleError as error:
        raise Mistake(error) from None
    address = f"http://{shown(host)}:{port}"
    room = Room([stage.title for stage in planned], names=names)
    server = Board(room, join=join_command(address), planned=where)

    def tell(_port: int) -> None:
        told = TOLD.format(address=address, join=join_command(address))
        print(told, flush=True)

    # Both end it as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        asyncio.run(server.serve(host, port, tell))
    except OSError as error:
        reason = error.strerror or error
        raise Mistake(f"cannot listen on {host} port {port}: {reason}") from None
    except KeyboardInterrupt:
        print("The board has ended; nothing of it is left.")


def join_command(address: str) -> str:
    """What a learner types to be on the board."""
    return f"fourways workshop check --board {address} --nickname NAME"


def place_in_plan(planned: list[Stage], start: str | None) -> Callable[[], int | None]:
    """Tells at any time which stage is on by the plan, by its place in the list.

    Raises ScheduleError if `start` is no time.
    """
    if start is None:
        return lambda: None
    plan = schedule_of(planned, minutes_since_midnight(start))

    def now() -> int | None:
        time = datetime.now()
        part = plan.part_at(time.hour * 60 + time.minute)
        return planned.index(part.stage) if part and part.stage else None

    return now


def shown(host: str) -> str:
    """The address under which the room reaches this machine."""
    if host != ANYWHERE:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: connecting UDP only looks which way packets would go.
            # 192.0.2.1 is for documentation (RFC 5737), no machine has it.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
