"""`fourways workshop pack`: one archive for machines without a network."""

import contextlib
import io
import re
import tempfile
from pathlib import Path
from typing import Annotated, Final

import typer

from fourways.output_file import check_writable
from fourways.terminal import Mistake, NoColor, console

OFFLINE: Final = Path(__file__).parent / "offline"


def pack(
    out: Annotated[
        Path, typer.Option(metavar="FILE.zip", help="The archive to write.")
    ] = Path("fourways-workshop.zip"),
    platforms: Annotated[
        list[str] | None,
        typer.Option(
            "--for",
            metavar="SYSTEM",
            help="linux-x64, linux-arm64, macos-arm64, macos-x64 or windows-x64; this "
            "machine's own if none is named. May be repeated.",
        ),
    ] = None,
    pythons: Annotated[
        list[str] | None,
        typer.Option(
            "--python",
            metavar="VERSION",
            help="Such as 3.12; this one's if none is named. May be repeated.",
        ),
    ] = None,
    postgresql: Annotated[
        bool,
        typer.Option(
            "--postgresql", metavar=" ", help="Put the embedded PostgreSQL in, too."
        ),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Pack wheels, material, slides and site into one archive, with an installer.

    The wheels come from where pip is set up to take them, and are compared with the
    hashes in requirements.txt: this needs a network, the archive does not.

    For example:

    - `fourways workshop pack --for windows-x64 --for macos-arm64 --python 3.12`
    """
    from fourways.discovery import REPOSITORY
    from fourways.workshop.pack.archive import ArchiveError, write
    from fourways.workshop.pack.lock import EXTRAS, LockError, read_lock, roots
    from fourways.workshop.pack.wheels import WheelError, gather, machines

    check(out, platforms or [], pythons or [])
    output = console()
    extras = (*EXTRAS, "postgresql") if postgresql else EXTRAS
    try:
        chosen = machines(platforms or [], pythons or [])
        with tempfile.TemporaryDirectory(prefix="fourways-") as name:
            folder = Path(name)
            made = {"wheels": folder / "wheels"}
            for machine in chosen:
                output.print(f"Wheels for {machine}", soft_wrap=True)
            lock = read_lock(REPOSITORY / "requirements.txt")
            wanted = roots(REPOSITORY / "pyproject.toml", extras)
            gather(lock, wanted, chosen, made["wheels"])
            for what, make in (("slides", slides), ("site", site)):
                reason = make(folder / what)
                if reason:
                    first = reason.partition("\n")[0].rstrip(":")
                    output.print(f"Without the {what}: {first}", soft_wrap=True)
                else:
                    made[what] = folder / what
            texts = {each.name: each.read_text("utf-8") for each in OFFLINE.iterdir()}
            size = write(out, REPOSITORY, made, texts)
    except (ArchiveError, LockError, WheelError) as error:
        raise Mistake(error) from None
    output.print(f"{out}, {size / 1e6:.0f} MB", soft_wrap=True)
    output.print("Unpack it anywhere, and in its folder: python3 install.py")


def check(out: Path, platforms: list[str], pythons: list[str]) -> None:
    """Raise Mistake for what cannot be meant."""
    from fourways.workshop.pack.wheels import PLATFORMS

    if out.suffix != ".zip":
        raise Mistake(f"--out must end with .zip, not {out.name!r}")
    check_writable("--out", out)
    for name in platforms:
        if name not in PLATFORMS:
            raise Mistake(f"--for must be one of {', '.join(PLATFORMS)}, not {name!r}")
    for version in pythons:
        if not re.fullmatch(r"3\.(1[1-9]|[2-9]\d)", version, re.ASCII):
            raise Mistake(
                f"--python must be 3.11 or later, such as 3.12, not {version!r}"
            )


def slides(folder: Path) -> str:
    """Make the slides; returns why there are none, if there are none."""
    from fourways.workshop.slides.command import make

    try:
        make(folder, start=None)
    except Mistake as mistake:
        return str(mistake)
    return ""


def site(folder: Path) -> str:
    """Build the site; returns why there is none, if there is none."""
    from fourways.site.command import site as build

    try:
        with contextlib.redirect_stdout(io.StringIO()):
            build(folder)
    except Mistake as mistake:
        return str(mistake)
    return ""
