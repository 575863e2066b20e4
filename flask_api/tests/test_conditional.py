"""If-None-Match where it guards a change (RFC 9110 13.1.2)."""

import pytest
from flask.testing import FlaskClient

PATH = "/bookmarks/1"
CHANGES = {
    "PUT": {"url": "https://example.org/put", "title": "Put"},
    "PATCH": {"title": "Patched"},
    "DELETE": None,
}
each_change = pytest.mark.parametrize("method", CHANGES)


@each_change
@pytest.mark.parametrize("value", ["*", "{etag}", "W/{etag}", '"0", {etag}'])
def test_a_change_is_refused_where_if_none_match_names_the_bookmark(
    caller: FlaskClient, method: str, value: str
) -> None:
    before = caller.get(PATH)
    headers = {"If-None-Match": value.format(etag=before.headers["ETag"])}
    answer = caller.open(PATH, method=method, json=CHANGES[method], headers=headers)
    assert answer.status_code == 412
    assert answer.json["type"] == "urn:fourways:problem:precondition-failed"
    assert caller.get(PATH).json == before.json


@each_change
@pytest.mark.parametrize("value", ['"0"', 'W/"0", "1"', "", "{etag}x", "*, {etag}"])
def test_a_change_goes_ahead_where_if_none_match_names_others_or_is_malformed(
    caller: FlaskClient, method: str, value: str
) -> None:
    etag = caller.get(PATH).headers["ETag"]
    headers = {"If-Match": etag, "If-None-Match": value.format(etag=etag)}
    answer = caller.open(PATH, method=method, json=CHANGES[method], headers=headers)
    assert answer.status_code == (204 if method == "DELETE" else 200)
