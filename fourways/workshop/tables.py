"""Read TOML with types; every complaint names the file, the key and what is right."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn


class StageError(Exception):
    """A file of a stage is wrong; the message says which, what, and what is right."""


def read(file: Path) -> str:
    """The text of a file. Raises StageError."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StageError(f"{file}: cannot be read: {error}") from None


def read_toml(file: Path) -> dict[str, Any]:
    """The document in a file. Raises StageError."""
    try:
        return tomllib.loads(read(file))
    except tomllib.TOMLDecodeError as error:
        raise StageError(f"{file}: is not valid TOML: {error}") from None


class Table:
    """A TOML table that is read key by key; what nobody asked for is refused."""

    def __init__(self, file: Path, where: str, values: Mapping[str, Any]) -> None:
        self._file = file
        self._where = where
        self._left = dict(values)

    def text(self, key: str, *, empty: bool = False) -> str:
        """A text that must be there, and say something unless `empty`."""
        value = self._left.pop(key, None)
        if not isinstance(value, str) or not (empty or value.strip()):
            self.refuse(key, "must be a text in quotes")
        return value

    def text_or_none(self, key: str) -> str | None:
        """A text, or None where there is none."""
        return self.text(key) if key in self._left else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where there is none."""
        value = self._left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self.refuse(key, 'must be a list of texts, such as ["one", "two"]')
        return tuple(value)

    def number(self, key: str) -> int:
        """A whole number from 0 that must be there."""
        value = self._left.pop(key, None)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.refuse(key, "must be a whole number from 0")
        return value

    def number_or_none(self, key: str, default: int | None) -> int | None:
        """A whole number from 0, or the default where there is none."""
        return self.number(key) if key in self._left else default

    def flag(self, key: str) -> bool:
        """True or false, false where there is none."""
        value = self._left.pop(key, False)
        if not isinstance(value, bool):
            self.refuse(key, "must be true or false")
        return value

    def table(self, key: str) -> "Table":
        """A table that must be there."""
        value = self._left.pop(key, None)
        if not isinstance(value, dict):
            self.refuse(key, f"must be a table, [{key}]")
        return Table(self._file, f"{self._where}{key}.", value)

    def tables(self, key: str) -> list["Table"]:
        """The tables of `[[key]]`, none where there are none."""
        value = self._left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.refuse(key, f"must be tables, each under [[{key}]]")
        return [
            Table(self._file, f"{key} {each.get('name', number)}: ", each)
            for number, each in enumerate(value, 1)
        ]

    def nothing_else(self) -> None:
        """Refuse keys that nobody has read."""
        if self._left:
            raise StageError(
                f"{self._file}: {self._where}there is no key {min(self._left)!r}"
            )

    def refuse(self, key: str, message: str) -> NoReturn:
        """Raise StageError about a key."""
        raise StageError(f"{self._file}: {self._where}{key} {message}")
