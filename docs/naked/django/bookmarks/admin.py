"""The admin, as the tutorial registers it."""

from django.contrib import admin

from .models import Bookmark, Tag

admin.site.register(Bookmark)
admin.site.register(Tag)
