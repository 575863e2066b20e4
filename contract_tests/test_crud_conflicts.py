"""Conflicts: what is the same bookmark twice?"""

import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.inputs import a_bookmark, full_bookmark, path_of
from contract_tests.support.problems import assert_problem


@checks("crud-7")
def test_a_second_post_of_a_url_is_409(alice: Client, unique: str) -> None:
    first = full_bookmark(alice, tags=[unique])
    body = a_bookmark(url=first["url"], notes="Other", tags=[unique])
    assert_problem(alice.post("/bookmarks", json=body), 409, "conflict")
    assert alice.get(f"/bookmarks?tag={unique}").json()["items"] == [first]


@checks("crud-7")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_change_to_a_url_that_the_caller_has_is_409(
    alice: Client, method: str
) -> None:
    taken, before = full_bookmark(alice), full_bookmark(alice)
    body = {"url": taken["url"], "title": "New", "notes": "New", "tags": ["new"]}
    response = alice.request(method, path_of(before), json=body)
    assert_problem(response, 409, "conflict")
    assert alice.get(path_of(before)).json() == before
    assert alice.get(path_of(taken)).json() == taken


@checks("crud-7")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_bookmark_does_not_conflict_with_itself(alice: Client, method: str) -> None:
    before = full_bookmark(alice)
    body = {"url": before["url"], "title": "New"}
    response = alice.request(method, path_of(before), json=body)
    assert response.status_code == 200
    assert response.json()["title"] == "New"


@checks("crud-7")
def test_urls_that_differ_in_anything_are_different(alice: Client, unique: str) -> None:
    base = f"https://example.org/{unique}"
    others = (f"{base}/", f"{base}#", base.upper(), base.replace("https", "http"))
    long = base.ljust(1_999, "a")
    for url in (base, *others, f"{long}a", f"{long}b"):
        assert alice.make_bookmark(url=url)["url"] == url
