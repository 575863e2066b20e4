"""A user with bookmarks, and a client that is signed in as that user."""

from django.test import Client

from bookmarks.auth import issue
from bookmarks.models import Bookmark, Tag, User


def make_user(username="ada", bookmarks=0, tags=3):
    user = User.objects.create(username=username)
    rows = [Tag.objects.create(owner=user, name=f"tag-{n}") for n in range(tags)]
    for n in range(bookmarks):
        bookmark = Bookmark.objects.create(
            owner=user, url=f"https://example.org/{n}", title=f"Title {n}"
        )
        bookmark.tags.set(rows)
    return user


def client_of(user):
    token, _ = issue(user)
    return Client(headers={"Host": "localhost", "Authorization": f"Bearer {token}"})
