"""A table of a `backend.toml`, read key by key, with errors that a person understands.

Each method reads one key and raises ManifestError if what stands there has another
form. What was never read is a key that nobody knows: see `nothing_else`.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fourways.placeholders import PLACEHOLDERS, unknown_placeholders

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_NAME_RULE = "small letters, digits and hyphens, a letter first"


class ManifestError(Exception):
    """A backend.toml that cannot be used; the message is one line for a person."""


class Table:
    """A table of the file, read key by key; what was not read is unknown."""

    def __init__(self, file: Path, where: str, values: Mapping[str, Any]) -> None:
        self._file = file
        self._where = where
        self._values = values
        self._read: set[str] = set()

    def error(self, key: str, problem: str) -> ManifestError:
        """An error that names the file and the key."""
        return ManifestError(f"{self._file}: {self._where}{key} {problem}")

    def nothing_else(self) -> None:
        """Raise ManifestError if there is a key that was not read."""
        for key in self._values:
            if key not in self._read:
                known = ", ".join(sorted(self._read))
                raise self.error(key, f"is not a key here; the keys are {known}")

    def names(self) -> list[str]:
        """Its keys, whatever they are."""
        return list(self._values)

    def name(self, key: str) -> str:
        """A name as on a command line."""
        text = self.text(key)
        if not _NAME.fullmatch(text):
            raise self.error(key, f"must be {_NAME_RULE}, not {text!r}")
        return text

    def text(self, key: str) -> str:
        """A text that must be there."""
        text = self.optional_text(key)
        if text is None:
            raise self.error(key, 'is missing: it must be a text, such as "flask"')
        return text

    def optional_text(self, key: str) -> str | None:
        """A text, or None if the key is not there."""
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"must be a text in quotes, not {value!r}")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false if the key is not there."""
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            raise self.error(key, f"must be true or false, not {value!r}")
        return bool(value)

    def texts(
        self, key: str, default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """A list of texts; the default if the key is not there, or an error."""
        value = self._get(key)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.error(key, 'is missing: it must be a list, such as ["sqlite"]')
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.error(key, f"must be a list of texts in quotes, not {value!r}")
        return tuple(value)

    def command(self, key: str) -> tuple[str, ...]:
        """A command that must be there."""
        command = self.optional_command(key)
        if command is None:
            raise self.error(
                key, 'is missing: it must be a list, such as ["{python}", "-m", "app"]'
            )
        return command

    def optional_command(self, key: str) -> tuple[str, ...] | None:
        """A program and its arguments, or None if the key is not there."""
        if self._get(key) is None:
            return None
        command = self.texts(key)
        if not command:
            raise self.error(key, "must not be empty: the program comes first")
        for unknown in unknown_placeholders(command):
            known = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            raise self.error(key, f"has {unknown}; the placeholders are {known}")
        return command

    def table(self, key: str) -> "Table | None":
        """A table inside this one, or None if the key is not there."""
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.error(key, f"must be a table, [{key}], not {value!r}")
        return Table(self._file, f"{key}.", value)

    def tables(self, key: str) -> list["Table"]:
        """Tables that stand in a list; none if the key is not there."""
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.error(key, f"must be tables, [[{key}]], not {value!r}")
        return [
            Table(self._file, f"{key}[{number}].", each)
            for number, each in enumerate(value, start=1)
        ]

    def _get(self, key: str) -> Any:
        self._read.add(key)
        return self._values.get(key)
