"""Tags: which has a caller used, and how often?"""

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.inputs import a_bookmark, path_of


@checks("crud-10")
def test_tags_are_listed_by_name_with_their_counts(alice: Client, unique: str) -> None:
    names = [f"{unique}{end}" for end in ("", "-", "-b", "0", "a", "b")]
    for number in range(1, len(names) + 1):
        alice.make_bookmark(tags=names[:number])
    counted = tags_of(alice, unique)
    assert counted == {name: 6 - place for place, name in enumerate(names)}


@checks("crud-10")
def test_the_list_of_tags_is_in_the_order_of_code_points(
    alice: Client, unique: str
) -> None:
    tags = [f"{unique}{end}" for end in ("b", "-", "a", "0", "", "-b")]
    alice.make_bookmark(tags=tags)
    names = [each["name"] for each in alice.get("/tags").json()["items"]]
    assert names == sorted(set(names))
    assert set(tags) <= set(names)


@checks("crud-10")
def test_the_count_of_a_tag_follows_every_change(alice: Client, unique: str) -> None:
    first, second = alice.make_bookmark(tags=[unique]), alice.make_bookmark()
    assert tags_of(alice, unique) == {unique: 1}
    alice.patch(path_of(second), json={"tags": [unique]})
    assert tags_of(alice, unique) == {unique: 2}
    alice.put(path_of(first), json=a_bookmark())
    assert tags_of(alice, unique) == {unique: 1}
    alice.delete(path_of(second))
    assert tags_of(alice, unique) == {}
    alice.patch(path_of(first), json={"tags": [unique]})
    assert tags_of(alice, unique) == {unique: 1}


def tags_of(client: Client, prefix: str) -> dict[str, int]:
    """The counts of the client's tags that begin so."""
    items = client.get("/tags").json()["items"]
    return {
        each["name"]: each["count"] for each in items if each["name"].startswith(prefix)
    }
