"""What a database of ours can do: be copied, broken, mended and read."""

from abc import ABC, abstractmethod
from typing import Any


class Database(ABC):
    """A database of ours. `url` is what a backend's DATABASE_URL has to be."""

    url: str
    copies_while_in_use: bool

    @abstractmethod
    def copy(self) -> "Database":
        """Another one with the same content.

        Whoever is connected loses the connection, unless `copies_while_in_use`.
        """

    @abstractmethod
    def execute(self, sql: str) -> list[tuple[Any, ...]]:
        """Run one statement and commit; returns its rows."""

    @abstractmethod
    def run_script(self, sql: str) -> None:
        """Run several statements in one transaction."""

    @abstractmethod
    def break_(self) -> None:
        """Make every table unfindable. `mend` undoes it; nothing is lost."""

    @abstractmethod
    def mend(self) -> None:
        """Undo `break_`."""

    @abstractmethod
    def disconnect(self) -> int:
        """Close all connections from its side, as a restart does; returns how many."""

    @abstractmethod
    def content(self) -> bytes:
        """Everything that is stored in it: what a thief of it would get."""

    @abstractmethod
    def schema(self) -> list[tuple[Any, ...]]:
        """What tables, columns and indexes it has, to compare."""

    @abstractmethod
    def drop(self) -> None:
        """Remove it."""
