"""The admin's rules and the number of its statements; what a person does there
is in test_admin_in_browser.py.
"""

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext, override_settings

from bookmarks.models import Bookmark, User

from .samples import make_user


class AdminTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.staff = User.objects.create_superuser("admin", password="of the admin")
        cls.user = make_user(bookmarks=1)
        cls.bookmark = cls.user.bookmarks.get()

    def setUp(self):
        self.client = Client(headers={"Host": "localhost"})
        self.client.force_login(self.staff)

    def edit(self, **members):
        tags = [tag.pk for tag in self.bookmark.tags.all()]
        response = self.client.post(
            f"/admin/bookmarks/bookmark/{self.bookmark.pk}/change/",
            {
                "owner": self.user.pk,
                "url": self.bookmark.url,
                "title": self.bookmark.title,
                "notes": "",
                "tags": tags,
            }
            | members,
        )
        return response, Bookmark.objects.get(pk=self.bookmark.pk)

    def statements(self, path):
        with CaptureQueriesContext(connection) as statements:
            assert self.client.get(path).status_code == 200
        return len(statements)

    def test_a_list_takes_the_same_statements_for_any_number_of_rows(self):
        paths = [f"/admin/bookmarks/{name}/" for name in ("user", "bookmark", "tag")]
        before = [self.statements(path) for path in paths]
        for name in ("grace", "edsger", "barbara"):
            make_user(name, bookmarks=10)
        assert [self.statements(path) for path in paths] == before

    def test_signing_in_here_is_throttled_too(self):
        client = Client(headers={"Host": "localhost"})
        for status in [200, 200, 429]:
            with override_settings(SIGN_IN_FAILURES=2):
                response = client.post(
                    "/admin/login/", {"username": "admin", "password": "no idea"}
                )
            assert response.status_code == status

    def sign_in(self, origin, **headers):
        """Sign in as a browser does, with the form's token and the page's origin."""
        headers |= {"Host": origin.partition("://")[2], "Origin": origin}
        client = Client(enforce_csrf_checks=True, headers=headers)
        client.get("/admin/login/")
        password = {"username": "admin", "password": "of the admin"}
        token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
        return client.post("/admin/login/?next=/admin/", password | token).status_code

    def test_signing_in_works_without_tls(self):
        assert self.sign_in("http://localhost") == 302
        # Nor does it become https because a client says so.
        said = {"X-Forwarded-Proto": "https"}
        assert self.sign_in("https://localhost", **said) == 403

    def test_signing_in_works_where_a_proxy_ends_tls(self):
        said = {"X-Forwarded-Proto": "https"}
        trusting = {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}
        for host in (".example.com", "*"):
            with override_settings(ALLOWED_HOSTS=[host], **trusting):
                assert self.sign_in("https://api.example.com", **said) == 302
                assert self.sign_in("http://api.example.com") == 302
                # Of another site:
                assert self.sign_in("http://api.example.com", **said) == 403

    def test_an_edit_moves_updated_at(self):
        _, stored = self.edit(title="Another")
        assert stored.title == "Another"
        assert stored.updated_at > self.bookmark.updated_at

    def test_saving_without_an_edit_does_not(self):
        _, stored = self.edit()
        assert stored.updated_at == self.bookmark.updated_at

    def test_lines_are_stored_as_the_api_stores_them(self):
        _, stored = self.edit(notes="one\r\ntwo")
        assert stored.notes == "one\ntwo"

    def test_the_api_s_rules_hold(self):
        for members in (
            {"url": "ftp://example.org"},
            {"title": "a\tb"},
            {"notes": "\a"},
        ):
            response, stored = self.edit(**members)
            with self.subTest(members=members):
                self.assertContains(response, "Must ")
                assert stored.updated_at == self.bookmark.updated_at

    def test_a_bookmark_does_not_take_the_tags_of_another_owner(self):
        stranger = make_user("grace").tags.first()
        response, stored = self.edit(tags=[stranger.pk])
        self.assertContains(response, "Not tags of this owner")
        assert len(stored.tag_names()) == 3
