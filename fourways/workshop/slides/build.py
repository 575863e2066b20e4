"""The folder of slides: one page, the speaker's window, their styles and scripts."""

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from fourways import site
from fourways.discovery import find
from fourways.site import palette
from fourways.workshop.schedule import clock
from fourways.workshop.slides.deck import Slide
from fourways.workshop.slides.prose import block

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
TOKENS: Final = Path(site.__file__).parent / "static" / "css" / "tokens.css"
MARK: Final = "fourways-slides.txt"
"""A file that says that a folder may be replaced: this command made it."""
SAYS: Final = "Made by `fourways workshop slides`, and replaced by it as a whole.\n"


class OutputError(Exception):
    """The folder cannot be written, or holds what somebody else put there."""


def write(slides: Sequence[Slide], folder: Path) -> None:
    """Write the slides in the place of older ones. Raises OutputError."""
    page = environment().get_template("deck.html").render(slides=slides)
    speaker = environment().get_template("speaker.html").render()
    try:
        make_room(folder)
        (folder / MARK).write_text(SAYS, encoding="utf-8")
        shutil.copytree(STATIC, folder, dirs_exist_ok=True)
        shutil.copy(TOKENS, folder / "tokens.css")
        (folder / "code.css").write_text(palette.stylesheet(), encoding="utf-8")
        (folder / "index.html").write_text(page, encoding="utf-8")
        (folder / "speaker.html").write_text(speaker, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{error.filename}: {error.strerror}") from None


def make_room(folder: Path) -> None:
    """Empty a folder that was made before. Raises OutputError and OSError."""
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise OutputError(
                f"{folder} is not empty, and was not made by fourways workshop slides: "
                "name another with --out"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


@cache
def environment() -> Environment:
    """The templates; what is no Markup is escaped."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "block": block,
        "clock": clock,
        "ticks": ticks,
        "title_of": title_of,
    }
    return found


def ticks(text: str) -> Markup:
    """Words between backticks as code; everything else escaped."""
    pieces = text.split("`")
    found = Markup()
    for number, piece in enumerate(pieces):
        found += Markup("<code>{}</code>" if number % 2 else "{}").format(piece)
    return found


def title_of(variant: str) -> str:
    """How the framework of a variant calls itself."""
    return find(variant).title
