"""A response in its parts, and what a check says that is not fulfilled."""

import json
from dataclasses import dataclass
from typing import Any

from fourways.workshop.wire import Exchange


class Failed(Exception):
    """A check is not fulfilled: what is wrong, what would be right, at which byte."""

    def __init__(
        self,
        wrong: str,
        expected: str,
        exchange: Exchange | None = None,
        at: int | None = None,
    ) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.expected = expected
        self.exchange = exchange
        self.at = at


@dataclass(frozen=True)
class Header:
    """A header, and where its name and its value begin."""

    name: str
    value: str
    at: int
    value_at: int


@dataclass(frozen=True)
class Response:
    """A response in its parts, each with its place in `exchange.received`."""

    exchange: Exchange
    status: int
    headers: tuple[Header, ...]
    body: bytes
    body_at: int

    def all(self, name: str) -> list[Header]:
        """Every header of that name."""
        return [each for each in self.headers if each.name.lower() == name.lower()]

    def value(self, name: str) -> str:
        """The value of a header, empty if there is none."""
        found = self.all(name)
        return found[0].value if found else ""

    def json(self) -> Any:
        """The body as JSON. Raises Failed."""
        try:
            text = self.body.decode()
        except UnicodeDecodeError as error:
            raise Failed(
                "The body is not UTF-8.",
                "JSON, in UTF-8",
                self.exchange,
                self.body_at + error.start,
            ) from None
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            raise Failed(
                f"The body is not JSON: {error.msg.lower()}."
                if text
                else "The body is empty.",
                "JSON: texts and names in double quotes",
                self.exchange,
                self.body_at + len(text[: error.pos].encode()),
            ) from None
