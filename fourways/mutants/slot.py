"""A place for a job: a copy of the backend, in which files are changed for a while."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fourways.evidence.ablation import NOT_CODE
from fourways.manifest import Backend
from fourways.mutants.together import Codes


class Slot:
    """A copy of the backend, in which files are changed for a while."""

    def __init__(self, backend: Backend, folder: Path) -> None:
        self.folder = folder
        self.copy = folder / backend.folder.name
        shutil.copytree(backend.folder, self.copy, ignore=NOT_CODE)
        self._copied = set(self._files())

    @contextmanager
    def changed(self, codes: Codes) -> Iterator[None]:
        """The copy has this code in these files meanwhile."""
        files = {self.folder / name: code for name, code in codes.items()}
        originals = {file: file.read_text(encoding="utf-8") for file in files}
        try:
            for file, code in files.items():
                _write(file, code)
            yield
        finally:
            for file, code in originals.items():
                _write(file, code)
            self._remove_what_was_made()

    def _remove_what_was_made(self) -> None:
        """Each trial is a first start: no key that another one made is there."""
        for file in self._files():
            if file not in self._copied:
                file.unlink()

    def _files(self) -> list[Path]:
        return [
            file
            for file in self.copy.rglob("*")
            if file.is_file() and file.parent.name != "__pycache__"
        ]


def _write(file: Path, code: str) -> None:
    file.write_text(code, encoding="utf-8")
    # Python compares whole seconds and the length: a file that was changed twice in a
    # second would be taken for the one that it has compiled.
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()
