"""The API through the seam: every answer passes `wsgiref.validate`."""

import json
from pathlib import Path

from scratch_api import app, settings
from scratch_api.tests.api.conftest import Api

BODY = {"url": "https://example.org/", "title": "One", "tags": ["b", "a", "b"]}


def test_the_life_of_a_bookmark(api: Api) -> None:
    made = api.request("POST", "/bookmarks", json_body=BODY)
    assert made.status == 201
    assert made.json()["tags"] == ["a", "b"]
    path = made.headers["Location"]

    read = api.request("GET", path)
    assert read.json() == made.json()
    assert read.headers["ETag"] == made.headers["ETag"]

    same = api.request("PUT", path, json_body=BODY)
    assert same.body == made.body

    patch = {"notes": "n", "tags": None}
    changed = api.request("PATCH", path, json_body=patch, If_Match=made.headers["ETag"])
    assert (changed.json()["notes"], changed.json()["tags"]) == ("n", [])
    assert changed.json()["updated_at"] > made.json()["updated_at"]

    stale = api.request("DELETE", path, If_Match=made.headers["ETag"])
    assert stale.status == 412
    assert api.request("DELETE", path).status == 204
    assert api.request("GET", path).status == 404


def test_another_caller_s_bookmark_is_as_good_as_none(api: Api) -> None:
    path = api.request("POST", "/bookmarks", json_body=BODY).headers["Location"]
    other = {"Authorization": f"Bearer {api.add_user(2)}"}
    for method, body in [("GET", None), ("PUT", BODY), ("PATCH", {}), ("DELETE", None)]:
        theirs = api.request(method, path, json_body=body, **other)
        none = api.request(method, "/bookmarks/999", json_body=body, **other)
        assert (theirs.status, theirs.body) == (404, none.body)
    assert api.request("GET", "/tags", **other).json() == {"items": []}
    assert api.request("POST", "/bookmarks", json_body=BODY, **other).status == 201


def test_walking_while_the_page_s_last_item_goes(api: Api) -> None:
    for number in range(5):
        body = {"url": f"https://example.org/{number}", "title": f"{number % 2}"}
        api.request("POST", "/bookmarks", json_body=body)
    seen = []
    target = "/bookmarks?sort=title&limit=2"
    while target:
        answer = api.request("GET", target)
        items = answer.json()["items"]
        seen += [(item["title"], item["id"]) for item in items]
        api.request("DELETE", f"/bookmarks/{items[-1]['id']}")
        link = answer.headers.get("Link", "")
        assert bool(link) == bool(answer.json()["next"])
        target = link.removeprefix("<").removesuffix('>; rel="next"')
    assert seen == [("0", 1), ("0", 3), ("0", 5), ("1", 2), ("1", 4)]


def test_wildcards_mean_themselves(api: Api) -> None:
    titles = ["100%", "a_b", r"c\d", "axb", "\u00c4gypten"]
    for number, title in enumerate(titles):
        body = {"url": f"https://example.org/{number}", "title": title}
        api.request("POST", "/bookmarks", json_body=body)
    for q, found in [
        ("%25", ["100%"]),
        ("A_B", ["a_b"]),
        ("%5C", [r"c\d"]),
        ("%C3%84G", ["\u00c4gypten"]),
        ("%C3%A4g", []),
    ]:
        items = api.request("GET", f"/bookmarks?q={q}").json()["items"]
        assert [item["title"] for item in items] == found


def test_the_description_has_every_route_and_no_other(api: Api) -> None:
    described = {
        (method.upper(), path.replace("{id}", "{id:id}"))
        for path, item in api.request("GET", "/openapi.json").json()["paths"].items()
        for method in item.keys() - {"parameters"}
    }
    table = app.routes(settings.read({}))
    assert {(route.method, route.path) for route in table} == described


def test_the_description_s_file_is_written_as_json_writes_it() -> None:
    text = (Path(app.__file__).parent / "openapi.json").read_text("utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
