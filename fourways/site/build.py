"""Write the whole site into one folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fourways.site import palette
from fourways.site.concern_pages import concern_pages
from fourways.site.contract_pages import contract_page, requirement_pages
from fourways.site.evidence import of_concern
from fourways.site.home import home_page
from fourways.site.material import Material
from fourways.site.matrix import matrix_page
from fourways.site.method import method_page
from fourways.site.pages import Page
from fourways.site.places import Places
from fourways.site.request import files, request_page

STATIC: Final = Path(__file__).parent / "static"
MARK: Final = "fourways-site.txt"
"""A file that says that a folder may be replaced: this command made it."""


class OutputError(Exception):
    """The folder cannot be written, or holds what somebody else put there."""


def build(material: Material, folder: Path) -> int:
    """Write the site in the place of one that was built before; returns its pages.

    Raises OutputError and SymbolError.
    """
    written = list(pages(material))
    try:
        make_room(folder)
        shutil.copytree(STATIC, folder, dirs_exist_ok=True)
        write(folder / "css" / "highlight.css", palette.stylesheet())
        for page in written:
            write(folder / page.path, page.html())
        for path, text in files(material):
            write(folder / path, text)
        write(
            folder / MARK, "Made by `fourways site`, and replaced by it as a whole.\n"
        )
    except OSError as error:
        raise OutputError(f"{error.filename}: {error.strerror}") from None
    return len(written)


def make_room(folder: Path) -> None:
    """An empty folder, or one that was built before and is now emptied.

    Raises OutputError and OSError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if not (folder / MARK).is_file():
            raise OutputError(f"{folder} is there, and was not made by fourways site")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


def pages(material: Material) -> Iterator[Page]:
    """Every page."""
    cells = {each.name: of_concern(each, material) for each in material.concerns}
    yield home_page(material, cells)
    yield from concern_pages(material, cells)
    yield matrix_page(material, cells)
    yield request_page(material, Places(cells))
    yield contract_page(material)
    yield method_page(material)
    yield from requirement_pages(material, cells)


def write(path: Path, text: str) -> None:
    """A file, and the folders that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
