"""Stage 3: the program reads a body, and makes something of it."""

from itertools import pairwise

from fourways.workshop.checks import check
from fourways.workshop.checks.responses import HEALTH
from fourways.workshop.expect import (
    expect_json,
    expect_problem,
    expect_status,
    expect_type,
    place,
)
from fourways.workshop.lab import Lab
from fourways.workshop.response import Failed

PATH = "/bookmarks"


@check
def created(lab: Lab) -> None:
    """What was sent comes back, with an id."""
    sent = {"url": "https://example.org/made", "title": "Made"}
    response = lab.request("POST", PATH, json_body=sent)
    expect_status(response, 201)
    expect_type(response, "application/json")
    found = expect_json(response, sent)
    number = found.get("id")
    if type(number) is not int or number < 1:
        raise Failed(
            f"The id is {number!r}." if "id" in found else "There is no id.",
            "a whole number from 1, as id",
            response.exchange,
            place(response, '"id"'),
        )


@check
def location(lab: Lab) -> None:
    """201 says where the new thing is."""
    response = lab.make_bookmark()
    found = response.all("Location")
    expected = f"/bookmarks/{response.json()['id']}"
    if not found:
        raise Failed(
            "There is no Location.", f"Location: {expected}", response.exchange
        )
    if lab.path_of(response) != expected:
        raise Failed(
            f"The Location is {found[0].value}.",
            expected,
            response.exchange,
            found[0].value_at,
        )


@check
def body_in_pieces(lab: Lab) -> None:
    """The body is complete when Content-Length says so, however it arrives."""
    sent = {"url": "https://example.org/pieces", "title": "In pieces"}
    whole = lab.prepare("POST", PATH, sent, headers=[("X-Any", "thing")]).pieces[0]
    head = whole.index(b"\r\n\r\n") + 4
    for cuts in ((head,), (head + 5,), (head - 2, head + 1, len(whole) - 1)):
        bounds = [0, *cuts, len(whole)]
        pieces = [whole[a:b] for a, b in pairwise(bounds)]
        response = lab.in_pieces("POST", *pieces)
        expect_status(response, 201)
        expect_json(response, sent)


@check
def bytes_not_characters(lab: Lab) -> None:
    """Content-Length counts bytes; any text survives."""
    sent = {"url": "https://example.org/owl", "title": "Zweites: Ü, 日本, 🦉"}
    response = lab.request("POST", PATH, json_body=sent)
    expect_status(response, 201)
    expect_json(response, sent)


@check
def malformed_json(lab: Lab) -> None:
    """What is no JSON is the client's mistake, and is said so."""
    program = lab.program
    headers = [("Content-Type", "application/json")]
    for body in (b'{"url": ', b"url=x", b""):
        response = lab.request("POST", PATH, body=body, headers=headers)
        expect_problem(response, "malformed-json")
    expect_status(lab.request("GET", HEALTH, program=program), 200)
