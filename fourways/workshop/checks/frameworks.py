"""Stages 7 and 8: what a framework does that nobody asked for."""

from fourways.workshop.checks import check
from fourways.workshop.checks.responses import HEALTH
from fourways.workshop.expect import expect_json, expect_status
from fourways.workshop.lab import Lab
from fourways.workshop.response import Failed


@check
def head(lab: Lab) -> None:
    """HEAD is GET without the body."""
    path = lab.path_of(lab.make_bookmark())
    for each in (HEALTH, path):
        get = lab.request("GET", each)
        response = lab.request("HEAD", each)
        expect_status(response, 200)
        for name in ("Content-Type", "Content-Length"):
            if response.value(name) != get.value(name):
                raise Failed(
                    f"{name} is {response.value(name) or 'missing'}.",
                    f"as with GET: {get.value(name)}",
                    response.exchange,
                )


@check
def nosniff(lab: Lab) -> None:
    """Browsers are told not to guess what a response is."""
    response = lab.request("GET", HEALTH)
    if response.value("X-Content-Type-Options") != "nosniff":
        raise Failed(
            "There is no X-Content-Type-Options.",
            "X-Content-Type-Options: nosniff",
            response.exchange,
        )


@check
def describes_itself(lab: Lab) -> None:
    """The API has a description that programs can read."""
    response = lab.request("GET", "/openapi.json")
    expect_status(response, 200)
    found = expect_json(response, {})
    if not str(found.get("openapi", "")).startswith("3.1"):
        raise Failed(
            f"The member 'openapi' is {found.get('openapi')!r}.",
            "3.1.0 or later",
            response.exchange,
        )
