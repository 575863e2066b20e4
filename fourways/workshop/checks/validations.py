"""Stage 12: what is no bookmark is refused, with what is wrong and where."""

from collections.abc import Set

from fourways.workshop.checks import check
from fourways.workshop.checks.bodies import PATH
from fourways.workshop.expect import expect_json, expect_problem, expect_status
from fourways.workshop.lab import Lab
from fourways.workshop.response import Failed, Response

URL = "https://example.org/valid"
GOOD = {"url": URL, "title": "Valid"}


def expect_invalid(response: Response, pointers: Set[str]) -> None:
    """Raise Failed unless it is a 422 with errors at exactly these places."""
    expect_problem(response, "invalid")
    errors = expect_json(response, {}).get("errors")
    found = set()
    for each in errors if isinstance(errors, list) else []:
        if isinstance(each, dict) and isinstance(each.get("detail"), str):
            found.add(each.get("pointer"))
    if found != pointers:
        places = ", ".join(sorted(map(repr, found))) or "no place"
        raise Failed(
            f"The errors are at {places}.",
            "errors, a list of {pointer, detail}, at "
            + ", ".join(sorted(map(repr, pointers))),
            response.exchange,
        )


@check
def invalid_at_once(lab: Lab) -> None:
    """Every mistake is named, in one answer."""
    for body, pointers in (
        ({}, {"/url", "/title"}),
        ({"url": "no url", "title": "", "notes": 5}, {"/url", "/title", "/notes"}),
        ({"url": URL}, {"/title"}),
    ):
        expect_invalid(lab.request("POST", PATH, json_body=body), pointers)
    expect_status(lab.request("POST", PATH, json_body=GOOD), 201)


@check
def no_coercion(lab: Lab) -> None:
    """5 is not "5", and null is not an empty text."""
    for wrong in (5, True, None, ["Valid"], {"a": 1}):
        body = {**GOOD, "title": wrong}
        expect_invalid(lab.request("POST", PATH, json_body=body), {"/title"})
    wholes: tuple[object, ...] = ([], "text", 5)
    for whole in wholes:
        expect_invalid(lab.request("POST", PATH, json_body=whole), {""})


@check
def unknown_member(lab: Lab) -> None:
    """A name that was misspelt is told, and not ignored."""
    body = {**GOOD, "titel": "Valid", "a/b": 1}
    expect_invalid(lab.request("POST", PATH, json_body=body), {"/titel", "/a~1b"})


@check
def edges(lab: Lab) -> None:
    """Each limit is where it should be, in characters and not in bytes."""
    longest = {
        "url": "https://example.org/".ljust(2_000, "x"),
        "title": "🦉" * 200,
        "notes": "ü" * 10_000,
    }
    for name, value in longest.items():
        good = lab.request("POST", PATH, json_body={**GOOD, name: value})
        expect_status(good, 201, f"{name} has {len(value)} characters")
        bad = lab.request("POST", PATH, json_body={**GOOD, name: value + value[-1]})
        expect_invalid(bad, {f"/{name}"})


@check
def characters(lab: Lab) -> None:
    """What cannot be seen is refused; lines in notes are fine."""
    for title in ("a\x00b", "a\nb", "a\x7fb", "\u0085", "   ", "\u3000"):
        body = {**GOOD, "title": title}
        expect_invalid(lab.request("POST", PATH, json_body=body), {"/title"})
    notes = lab.request("POST", PATH, json_body={**GOOD, "notes": "one\n\ttwo"})
    expect_status(notes, 201)
    bad = lab.request("POST", PATH, json_body={**GOOD, "notes": "one\rtwo"})
    expect_invalid(bad, {"/notes"})
