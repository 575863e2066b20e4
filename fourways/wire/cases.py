"""What is asked of servers, and what is right: the files in data/."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from fourways.wire.expected import Expected, parse

DATA: Final = Path(__file__).parent / "data"
HOST: Final = "localhost"
SMUGGLED: Final = "/smuggled"
HIDDEN: Final = f"GET {SMUGGLED} HTTP/1.1\r\nHost: {HOST}\r\n\r\n"


@dataclass(frozen=True)
class Must:
    """A sentence of an RFC that binds a server; `why_not`: no client can test it."""

    id: str
    rfc: int
    section: str
    text: str
    why_not: str = ""

    @property
    def source(self) -> str:
        """Where it stands, such as "RFC 9112 5.1"."""
        return f"RFC {self.rfc} {self.section}"


@dataclass(frozen=True)
class Case:
    """Bytes for one connection, and what is accepted.

    `then`: what the client does behind the last piece: "ask" another request, as most
    do; "end" its side, "leave", "reset" the connection, or "wait". `between` pieces it
    lets a moment pass ("pause"; "silence": no success may come yet) or waits for an
    interim response ("continue").
    `sees`: what the application has to see of each request that it answers; `may_see`:
    what is lenient. `unseen`: headers that it must not see. `lacks`: fields that no
    response may have; `if_sent`: values of fields, where they are there.
    `says_close`: if it closes, it has said so. `another`: a protocol it may speak.
    `passed_on`: a mistake of the application, with which a server may leave it alone.
    """

    id: str
    group: str
    rule: str
    musts: tuple[str, ...]
    pieces: tuple[bytes, ...]
    right: tuple[Expected, ...]
    lenient: tuple[Expected, ...] = ()
    methods: tuple[str, ...] = ()
    then: str = "ask"
    between: str = "pause"
    sees: tuple[Mapping[str, Any], ...] = ()
    may_see: tuple[Mapping[str, Any], ...] = ()
    unseen: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    if_sent: Mapping[str, str] | None = None
    says_close: bool = False
    passed_on: bool = False
    another: str = ""


@dataclass(frozen=True)
class Crowd:
    """Many clients at once, among which others must still be answered."""

    id: str
    rule: str
    kind: str
    connections: int
    sends: bytes
    drip: bytes = b""


@dataclass(frozen=True)
class Watch:
    """Something that no response of a whole run may do, by the name of the fault."""

    id: str
    rule: str
    musts: tuple[str, ...]


@cache
def musts() -> dict[str, Must]:
    """All of them by id, in the order of the RFCs."""
    tables = _load(DATA / "musts.toml")
    return {name: Must(id=name, **table) for name, table in tables.items()}


@cache
def cases() -> tuple[Case, ...]:
    """All of them, file by file; the number before a file's name gives the order."""
    found = []
    for file in sorted((DATA / "cases").glob("*.toml")):
        group = file.stem.partition("-")[2].replace("-", " ")
        found += [_case(name, group, t) for name, t in _load(file).items()]
    return tuple(found)


@cache
def crowds() -> tuple[Crowd, ...]:
    """Crowds, in the order of their file."""
    tables = _load(DATA / "crowds.toml")
    return tuple(
        Crowd(
            id=name,
            **{**t, "sends": octets(t["sends"]), "drip": octets(t.get("drip", ""))},
        )
        for name, t in tables.items()
    )


@cache
def watches() -> tuple[Watch, ...]:
    """Watches, in the order of their file."""
    tables = _load(DATA / "watches.toml")
    return tuple(
        Watch(name, t.get("rule", ""), tuple(t["musts"])) for name, t in tables.items()
    )


def cases_for(must: str) -> list[str]:
    """The ids of the cases and watches that test a MUST."""
    found: list[Case | Watch] = [*cases(), *watches()]
    return [each.id for each in found if must in each.musts]


def octets(text: str) -> bytes:
    """Bytes of a text in the data files.

    Each character is one octet (Latin-1), {host} is the server's Host, {hidden} a
    request that must never be answered, and {{a*9000}} stands for 9,000 times "a".
    """

    def repeated(match: re.Match[str]) -> str:
        return match[1] * int(match[2])

    text = text.replace("{hidden}", HIDDEN).replace("{host}", HOST)
    text = re.sub(r"\{\{(.+?)\*(\d+)\}\}", repeated, text, flags=re.S)
    return text.encode("latin-1")


def _case(name: str, group: str, table: dict[str, Any]) -> Case:
    sent = table.pop("request", None)
    pieces = table.pop("pieces", None) or [sent]
    return Case(
        id=name,
        group=group,
        rule=table.pop("rule", ""),
        musts=_several(table.pop("musts", ())),
        pieces=tuple(octets(piece) for piece in pieces),
        right=tuple(map(parse, _several(table.pop("right")))),
        lenient=tuple(map(parse, _several(table.pop("lenient", ())))),
        methods=_several(table.pop("methods", ())),
        sees=_tables(table.pop("sees", ())),
        may_see=_tables(table.pop("may_see", ())),
        unseen=_several(table.pop("unseen", ())),
        lacks=_several(table.pop("lacks", ())),
        **table,
    )


def _several(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _tables(value: Any) -> tuple[Mapping[str, Any], ...]:
    return (value,) if isinstance(value, dict) else tuple(value)


def _load(file: Path) -> dict[str, dict[str, Any]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
