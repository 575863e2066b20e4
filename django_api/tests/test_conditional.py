"""If-None-Match where it guards a change (RFC 9110 13.1.2)."""

import json

from django.test import TestCase

from .samples import client_of, make_user

CHANGES = {
    "PUT": {"url": "https://example.org/put", "title": "Put"},
    "PATCH": {"title": "Patched"},
    "DELETE": None,
}


class IfNoneMatchTest(TestCase):
    def setUp(self):
        user = make_user(bookmarks=1)
        self.client = client_of(user)
        self.path = f"/bookmarks/{user.bookmarks.get().pk}"

    def change(self, method, **headers):
        return self.client.generic(
            method,
            self.path,
            json.dumps(CHANGES[method]),
            "application/json",
            headers=headers,
        )

    def test_a_change_is_refused_where_it_names_the_bookmark(self):
        before = self.client.get(self.path)
        for value in ("*", "{etag}", "W/{etag}", '"0", {etag}'):
            for method in CHANGES:
                header = {"If-None-Match": value.format(etag=before["ETag"])}
                with self.subTest(method=method, value=value):
                    response = self.change(method, **header)
                    self.assertContains(response, ":precondition-failed", 1, 412)
                    assert self.client.get(self.path).json() == before.json()

    def test_a_change_goes_ahead_where_it_names_others_or_is_malformed(self):
        for value in ('"0"', 'W/"0", "1"', "", "{etag}x", "*, {etag}"):
            for method in ("PUT", "PATCH"):
                etag = self.client.get(self.path)["ETag"]
                header = {"If-Match": etag, "If-None-Match": value.format(etag=etag)}
                with self.subTest(method=method, value=value):
                    assert self.change(method, **header).status_code == 200
        assert self.change("DELETE", **{"If-None-Match": '"0"'}).status_code == 204
