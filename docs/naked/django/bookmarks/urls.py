"""The URLs of the app."""

from django.urls import path

from . import views

urlpatterns = [
    path("users", views.create_user),
    path("users/me", views.read_user),
    path("tokens", views.create_token),
    path("tokens/current", views.delete_token),
    path("bookmarks", views.BookmarkList.as_view()),
    path("bookmarks/<int:id>", views.BookmarkDetail.as_view(), name="bookmark"),
    path("tags", views.list_tags),
    path("health", views.health),
]
