"""How many SQL statements an operation takes, and which index serves it."""

import re

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from bookmarks import cursors
from bookmarks.models import User

from .samples import client_of, make_user


class StatementsTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user(bookmarks=101)

    def setUp(self):
        self.client = client_of(self.user)

    def test_a_page_of_10_and_one_of_100_take_the_same(self):
        for limit in (10, 100):
            # The token with its user, the bookmarks, the tags of all of them.
            with self.subTest(limit=limit), self.assertNumQueries(3):
                page = self.client.get("/bookmarks", {"limit": limit}).json()
            assert len(page["items"]) == limit
            assert len(page["items"][-1]["tags"]) == 3

    def test_a_page_with_every_filter_takes_no_more(self):
        first = self.client.get("/bookmarks?limit=1&tag=tag-0&q=t").json()
        with self.assertNumQueries(3):
            self.client.get(
                "/bookmarks",
                {
                    "tag": ["tag-0", "tag-1"],
                    "q": "title",
                    "limit": 100,
                    "cursor": first["next"],
                },
            )

    def test_one_bookmark_takes_three(self):
        path = f"/bookmarks/{self.user.bookmarks.first().pk}"
        with self.assertNumQueries(3):
            self.client.get(path)

    def test_reading_opens_no_transaction(self):
        """On SQLite each atomic() takes the write lock."""
        for path in ("/bookmarks", "/tags", "/users/me", "/health"):
            with (
                self.subTest(path=path),
                CaptureQueriesContext(
                    connection,
                ) as statements,
            ):
                self.client.get(path)
            for statement in statements:
                assert statement["sql"].split()[0] in ("SELECT", "PRAGMA")

    def test_the_answer_to_a_write_is_read_in_its_transaction(self):
        """Read after it, the tags could be those of another client's write."""
        body = {"url": "https://example.org/new", "title": "New", "tags": ["new"]}
        path = f"/bookmarks/{self.user.bookmarks.first().pk}"
        for method, target in (("post", "/bookmarks"), ("put", path)):
            with (
                self.subTest(method=method),
                CaptureQueriesContext(connection) as statements,
            ):
                call = getattr(self.client, method)
                response = call(target, body, content_type="application/json")
                assert response.json()["tags"] == ["new"]
            body["url"] += "er"
            assert statements[-1]["sql"].startswith("RELEASE SAVEPOINT")


class IndexTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user(bookmarks=5)

    def plan(self, sort, **position):
        bookmarks = self.user.bookmarks.all()
        if position:
            bookmarks = bookmarks.after(sort, **position)
        return bookmarks.in_order(sort)[:21].explain()

    def test_every_page_in_every_order_starts_inside_an_index(self):
        middle = self.user.bookmarks.all()[2]
        for sort in ("created_at", "-created_at", "title", "-title"):
            index = "by_title" if "title" in sort else "by_creation"
            _, key, pk = cursors.decode(cursors.encode(sort, middle))
            first, next_ = self.plan(sort), self.plan(sort, key=key, pk=pk)
            with self.subTest(sort=sort):
                assert re.search(rf"INDEX {index} \(owner_id=\?\)", first)
                assert re.search(rf"INDEX {index} \(owner_id=\? AND \w+[<>]\?\)", next_)
                assert "TEMP B-TREE" not in first + next_

    def test_signing_in_finds_the_user_by_an_index(self):
        plan = User.objects.filter(username__lower="ada").explain()
        assert "INDEX unique_username" in plan
