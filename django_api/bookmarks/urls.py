"""The API's routes. None ends in a slash, and none is ever redirected to."""

from django.urls import path, register_converter

from .converters import IdConverter
from .views import bookmarks, health, tags, tokens, users

register_converter(IdConverter, "id")

urlpatterns = [
    path("users", users.Users.as_view()),
    path("users/me", users.Me.as_view(), name="me"),
    path("tokens", tokens.Tokens.as_view()),
    path("tokens/current", tokens.Current.as_view(), name="current-token"),
    path("bookmarks", bookmarks.Bookmarks.as_view(), name="bookmarks"),
    path("bookmarks/<id:pk>", bookmarks.Detail.as_view(), name="bookmark"),
    path("tags", tags.Tags.as_view()),
    path("health", health.Health.as_view()),
    path("openapi.json", health.OpenApi.as_view()),
]
