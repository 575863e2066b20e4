"""If-None-Match where it guards a change (RFC 9110 13.1.2)."""

import pytest
from fastapi.testclient import TestClient

CHANGES = {
    "PUT": {"url": "https://example.org/put", "title": "Put"},
    "PATCH": {"title": "Patched"},
    "DELETE": None,
}
each_change = pytest.mark.parametrize("method", CHANGES)


@pytest.fixture
def path(client: TestClient) -> str:
    """The address of a bookmark."""
    bookmark = {"url": "https://example.org/", "title": "Title", "tags": ["a", "b"]}
    return client.post("/bookmarks", json=bookmark).headers["Location"]


@each_change
@pytest.mark.parametrize("value", ["*", "{etag}", "W/{etag}", '"0", {etag}'])
def test_a_change_is_refused_where_if_none_match_names_the_bookmark(
    client: TestClient, path: str, method: str, value: str
) -> None:
    before = client.get(path)
    headers = {"If-None-Match": value.format(etag=before.headers["ETag"])}
    answer = client.request(method, path, json=CHANGES[method], headers=headers)
    assert answer.status_code == 412
    assert answer.json()["type"] == "urn:fourways:problem:precondition-failed"
    assert client.get(path).json() == before.json()


@each_change
@pytest.mark.parametrize("value", ['"0"', 'W/"0", "1"', "", "{etag}x", "*, {etag}"])
def test_a_change_goes_ahead_where_if_none_match_names_others_or_is_malformed(
    client: TestClient, path: str, method: str, value: str
) -> None:
    etag = client.get(path).headers["ETag"]
    headers = {"If-Match": etag, "If-None-Match": value.format(etag=etag)}
    answer = client.request(method, path, json=CHANGES[method], headers=headers)
    assert answer.status_code == (204 if method == "DELETE" else 200)
