"""Stage 4: paths and methods lead to what they name."""

from fourways.workshop.checks import check
from fourways.workshop.checks.bodies import PATH
from fourways.workshop.expect import expect_json, expect_problem, expect_status
from fourways.workshop.lab import Lab
from fourways.workshop.response import Failed


@check
def listed(lab: Lab) -> None:
    """The list has what was made, the newest first."""
    first = lab.make_bookmark(title="First").json()
    second = lab.make_bookmark(title="Second").json()
    response = lab.request("GET", PATH)
    expect_status(response, 200)
    found = expect_json(response, {"next": None})
    items = found.get("items")
    if not isinstance(items, list) or not all(isinstance(i, dict) for i in items):
        raise Failed(
            "The member 'items' is no list of bookmarks.",
            '{"items": [...], "next": null}',
            response.exchange,
        )
    titles = [each.get("title") for each in items]
    if items[:2] != [second, first]:
        raise Failed(
            f"The list begins with {titles[:2]}.",
            "what was made last first, each as POST returned it: "
            f"{[second['title'], first['title']]}",
            response.exchange,
        )


@check
def read(lab: Lab) -> None:
    """A bookmark is where its Location says."""
    made = lab.make_bookmark()
    response = lab.request("GET", lab.path_of(made))
    expect_status(response, 200)
    expect_json(response, made.json())


@check
def replaced(lab: Lab) -> None:
    """PUT replaces what is there."""
    made = lab.make_bookmark(title="Before")
    path = lab.path_of(made)
    sent = {"url": f"https://example.org{path}", "title": "After"}
    response = lab.request("PUT", path, json_body=sent)
    expect_status(response, 200)
    expect_json(response, {**sent, "id": made.json()["id"]})
    expect_json(lab.request("GET", path), sent)
    expect_status(lab.request("PUT", "/bookmarks/999999", json_body=sent), 404)


@check
def deleted(lab: Lab) -> None:
    """DELETE removes, and says so without a body."""
    path = lab.path_of(lab.make_bookmark())
    response = lab.request("DELETE", path)
    expect_status(response, 204)
    if response.all("Content-Type"):
        raise Failed(
            "A 204 has no body, so it has no Content-Type.",
            "no Content-Type",
            response.exchange,
            response.all("Content-Type")[0].at,
        )
    expect_status(lab.request("GET", path), 404, "it was deleted")
    expect_status(lab.request("DELETE", path), 404, "it was deleted before")


@check
def unknown_id(lab: Lab) -> None:
    """A path that names no bookmark is 404, whatever stands in it."""
    for name in ("999999", "abc", "-1", "1.5", "1/", "1/x"):
        expect_problem(lab.request("GET", f"/bookmarks/{name}"), "not-found")


@check
def not_allowed(lab: Lab) -> None:
    """A method that a path does not have is 405, with those that it has."""
    item = lab.path_of(lab.make_bookmark())
    for method, path, has in (
        ("DELETE", PATH, {"GET", "POST"}),
        ("POST", item, {"GET", "PUT", "DELETE"}),
        ("DELETE", "/health", {"GET"}),
    ):
        response = lab.request(method, path)
        expect_problem(response, "method-not-allowed")
        found = response.all("Allow")
        allowed = {each.strip() for each in response.value("Allow").split(",")}
        if not found or not has <= allowed or method in allowed:
            raise Failed(
                f"Allow is {response.value('Allow')!r}."
                if found
                else "There is no Allow.",
                f"Allow: {', '.join(sorted(has))}",
                response.exchange,
                found[0].value_at if found else None,
            )
