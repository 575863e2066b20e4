"""The project's routes, and who answers when there is none or something breaks."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("bookmarks.urls")),
]

handler400 = "bookmarks.errors.bad_request"
handler404 = "bookmarks.errors.not_found"
handler500 = "bookmarks.errors.server_error"
