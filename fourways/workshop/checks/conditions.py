"""Stage 13: a label for what was read, and what it is good for."""

import re

from fourways.workshop.checks import check
from fourways.workshop.expect import expect_json, expect_problem, expect_status
from fourways.workshop.lab import Lab
from fourways.workshop.response import Failed, Response


def etag_in(response: Response) -> str:
    """Its ETag. Raises Failed unless it is there, strong, and in quotes."""
    found = response.all("ETag")
    if not found:
        raise Failed("There is no ETag.", 'ETag: "..."', response.exchange)
    if not re.fullmatch(r'"[!#-~]+"', found[0].value):
        raise Failed(
            f"The ETag is {found[0].value}.",
            'characters between double quotes: ETag: "..."',
            response.exchange,
            found[0].value_at,
        )
    return found[0].value


@check
def etag(lab: Lab) -> None:
    """The label is the same, whoever returns the bookmark."""
    made = lab.make_bookmark()
    path, expected = lab.path_of(made), etag_in(made)
    body = {name: made.json()[name] for name in ("url", "title", "notes")}
    for response in (
        lab.request("GET", path),
        lab.request("PUT", path, json_body=body),
        lab.request("GET", path),
    ):
        found = etag_in(response)
        if found != expected:
            raise Failed(
                f"The ETag is {found}.",
                f"that of the POST, {expected}: nothing has changed",
                response.exchange,
                response.all("ETag")[0].value_at,
            )


@check
def etag_changes(lab: Lab) -> None:
    """Another state has another label, and the old state its own again."""
    made = lab.make_bookmark(notes="before")
    path = lab.path_of(made)
    body = {name: made.json()[name] for name in ("url", "title", "notes")}
    changed = lab.request("PUT", path, json_body={**body, "notes": "after"})
    if etag_in(changed) == etag_in(made):
        raise Failed(
            "The ETag is the same, and the notes have changed.",
            "another ETag",
            changed.exchange,
            changed.all("ETag")[0].value_at,
        )


@check
def not_modified(lab: Lab) -> None:
    """304 to who names the label, in a list, in its weak form, or *."""
    made = lab.make_bookmark()
    path, tag = lab.path_of(made), etag_in(made)
    for value in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        response = lab.request("GET", path, headers=[("If-None-Match", value)])
        expect_status(response, 304, f"for If-None-Match: {value}")
        etag_in(response)
    other = lab.request("GET", path, headers=[("If-None-Match", '"other"')])
    expect_status(other, 200)


@check
def lost_update(lab: Lab) -> None:
    """The second of two writers is told, and nothing is lost."""
    made = lab.make_bookmark(title="Before")
    path, old = lab.path_of(made), etag_in(made)
    body = {"url": made.json()["url"], "title": "First"}
    first = lab.request("PUT", path, json_body=body, headers=[("If-Match", old)])
    expect_status(first, 200, "the label was fresh")
    for value in (old, f"W/{etag_in(first)}", "nonsense"):
        stale = [("If-Match", value)]
        late = {**body, "title": "Second"}
        response = lab.request("PUT", path, json_body=late, headers=stale)
        expect_problem(response, "precondition-failed")
        response = lab.request("DELETE", path, headers=stale)
        expect_problem(response, "precondition-failed")
    expect_json(lab.request("GET", path), {"title": "First"})
    listed = [("If-Match", f'"other", {etag_in(first)}')]
    expect_status(lab.request("PUT", path, json_body=body, headers=listed), 200)
    expect_status(lab.request("DELETE", path, headers=[("If-Match", "*")]), 204)
