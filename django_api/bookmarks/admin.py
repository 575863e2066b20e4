"""The admin at /admin/: users, bookmarks and tags."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import ValidationError
from django.db.models import Count, TextField

from .models import Bookmark, Tag, User

admin.site.site_header = "Bookmarks"
admin.site.site_url = None  # there is no page to view, only an API


class Lines(forms.CharField):
    """A text of lines. A browser sends CR LF between them, the API stores LF."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class BookmarkAdminForm(forms.ModelForm):
    def clean(self):
        data = super().clean()
        owner, tags = data.get("owner"), data.get("tags") or ()
        if strangers := [tag.name for tag in tags if tag.owner != owner]:
            raise ValidationError(f"Not tags of this owner: {', '.join(strangers)}.")
        return data


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ["username", "date_joined", "is_active", "is_staff"]
    # The widget of a time has no microseconds: saving would change created_at.
    readonly_fields = ["date_joined", "last_login"]


@admin.register(Bookmark)
class BookmarkAdmin(admin.ModelAdmin):
    form = BookmarkAdminForm
    formfield_overrides = {TextField: {"form_class": Lines}}
    autocomplete_fields = ["owner", "tags"]
    readonly_fields = ["created_at", "updated_at"]
    list_display = ["title", "url", "owner", "tag_list", "updated_at"]
    list_filter = ["updated_at", "tags__name"]
    list_select_related = ["owner"]
    search_fields = ["title", "url", "notes", "=owner__username", "=tags__name"]
    date_hierarchy = "created_at"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("tags")

    @admin.display(description="tags")
    def tag_list(self, bookmark):
        return ", ".join(bookmark.tag_names())

    def save_model(self, request, bookmark, form, change):
        if change and form.has_changed():
            bookmark.touch()
        super().save_model(request, bookmark, form, change)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    autocomplete_fields = ["owner"]
    list_display = ["name", "owner", "bookmark_count"]
    list_filter = ["name"]
    list_select_related = ["owner"]
    search_fields = ["name", "=owner__username"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(count=Count("bookmarks"))

    @admin.display(description="bookmarks", ordering="count")
    def bookmark_count(self, tag):
        return tag.count
