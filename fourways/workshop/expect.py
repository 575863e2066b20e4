"""What a check expects of a response; each raises Failed, with the place."""

import json
from collections.abc import Mapping
from typing import Any

from contract_tests.support.contract import contract
from fourways.workshop.answers import STATUS_AT, read_status
from fourways.workshop.response import Failed, Response
from fourways.workshop.wire import Exchange


def expect_status(response: Response, status: int, why: str = "") -> None:
    """Raise Failed unless the response has that status."""
    expect_first_line(response.exchange, status, why)


def expect_first_line(exchange: Exchange, status: int, why: str = "") -> None:
    """Raise Failed unless the status line has that status; nothing else is read."""
    got, wanted = str(read_status(exchange)), str(status)
    if got != wanted:
        raise Failed(
            f"The status is {got}.",
            f"{wanted}, {why}" if why else wanted,
            exchange,
            STATUS_AT + next(i for i in range(3) if got[i] != wanted[i]),
        )


def expect_json(response: Response, expected: Mapping[str, Any]) -> dict[str, Any]:
    """The body, an object with at least these members. Raises Failed."""
    found = response.json()
    if not isinstance(found, dict):
        raise Failed(
            "The body is no JSON object.",
            f"an object with {', '.join(expected)}",
            response.exchange,
            response.body_at,
        )
    for name, value in expected.items():
        if name not in found:
            raise Failed(
                f"The member {name!r} is missing.",
                f"{json.dumps({name: value})} among the members",
                response.exchange,
            )
        if found[name] != value or type(found[name]) is not type(value):
            raise Failed(
                f"The member {name!r} is {json.dumps(found[name])}.",
                json.dumps({name: value}),
                response.exchange,
                place(response, json.dumps(name)),
            )
    return found


def place(response: Response, text: str) -> int | None:
    """Where a text stands in the body, in bytes of all that came back."""
    at = response.body.find(text.encode())
    return None if at < 0 else response.body_at + at


def expect_type(response: Response, media_type: str) -> None:
    """Raise Failed unless the Content-Type is that, parameters aside."""
    found = response.all("Content-Type")
    if not found:
        raise Failed(
            "There is no Content-Type.",
            f"Content-Type: {media_type}",
            response.exchange,
        )
    if found[0].value.partition(";")[0].strip().lower() != media_type:
        raise Failed(
            f"The Content-Type is {found[0].value}.",
            media_type,
            response.exchange,
            found[0].value_at,
        )


def expect_problem(response: Response, name: str) -> None:
    """Raise Failed unless it is a problem of that name, with its status."""
    kind = contract().problems[f"urn:fourways:problem:{name}"]
    if kind.status is not None:
        expect_status(response, kind.status)
    expect_type(response, "application/problem+json")
    members = {"type": kind.type, "status": response.status}
    found = expect_json(response, members)
    for member in ("title", "detail"):
        if not isinstance(found.get(member), str):
            raise Failed(
                f"The member {member!r} is missing, or no text.",
                f"a text for whoever reads the error, as {member}",
                response.exchange,
            )
