"""The URLs of the app."""

from django.urls import path

from . import views

urlpatterns = [
    path("users", views.UserList.as_view()),
    path("users/me", views.UserDetail.as_view()),
    path("tokens", views.TokenList.as_view()),
    path("tokens/current", views.TokenDetail.as_view()),
    path("bookmarks", views.BookmarkList.as_view()),
    path("bookmarks/<int:id>", views.BookmarkDetail.as_view(), name="bookmark"),
    path("tags", views.TagList.as_view()),
    path("health", views.Health.as_view()),
]
