from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from .. import cursors
from ..conditional import check_preconditions, respond
from ..errors import Conflict
from ..forms import BookmarkForm, BookmarkPageForm, BookmarkPatchForm
from .base import ApiView


def find(caller, pk, for_update=False):
    """Return the caller's bookmark, or raise 404: another's is as good as none."""
    bookmarks = caller.bookmarks.prefetch_related("tags")
    if for_update:
        bookmarks = bookmarks.select_for_update()
    return get_object_or_404(bookmarks, pk=pk)


class Bookmarks(ApiView):
    query_forms = {"GET": BookmarkPageForm}
    body_forms = {"POST": BookmarkForm}

    def get(self, request):
        sort = self.query.get("sort", "-created_at")
        limit = self.query.get("limit", 20)
        found = self.caller.bookmarks.tagged(self.caller, self.query.get("tag", []))
        if "q" in self.query:
            found = found.containing(self.query["q"])
        if "cursor" in self.query:
            found = found.after(sort, *self.query["cursor"])
        # One more than asked for tells whether there is a next page.
        rows = list(found.in_order(sort).prefetch_related("tags")[: limit + 1])
        page = {"items": [row.as_dict() for row in rows[:limit]], "next": None}
        headers = {}
        if len(rows) > limit:
            page["next"] = cursors.encode(sort, rows[limit - 1])
            query = urlencode(self.query | {"cursor": page["next"]}, doseq=True)
            headers["Link"] = f'<{reverse("bookmarks")}?{query}>; rel="next"'
        return respond(request, page, headers=headers)

    def post(self, request):
        members = BookmarkForm.defaults | self.data
        tags = members.pop("tags")
        try:
            with transaction.atomic():
                bookmark = self.caller.bookmarks.create(**members)
                bookmark.set_tags(tags)
                data = bookmark.as_dict()  # its tags, before another changes them
        except IntegrityError:
            raise Conflict("You have a bookmark with this url already.") from None
        location = {"Location": reverse("bookmark", args=[bookmark.pk])}
        return respond(request, data, status=201, headers=location)


class Detail(ApiView):
    body_forms = {"PUT": BookmarkForm, "PATCH": BookmarkPatchForm}

    def get(self, request, pk):
        return respond(request, find(self.caller, pk).as_dict())

    def put(self, request, pk):
        return self.change(request, pk, BookmarkForm.defaults | self.data)

    def patch(self, request, pk):
        return self.change(request, pk, self.data)

    def change(self, request, pk, members):
        try:
            with transaction.atomic():
                bookmark = find(self.caller, pk, for_update=True)
                check_preconditions(request, bookmark.as_dict())
                bookmark.change(members)
                data = bookmark.as_dict()  # its tags, before another changes them
        except IntegrityError:
            raise Conflict("You have a bookmark with this url already.") from None
        return respond(request, data)

    def delete(self, request, pk):
        with transaction.atomic():
            bookmark = find(self.caller, pk, for_update=True)
            check_preconditions(request, bookmark.as_dict())
            bookmark.delete()
        return HttpResponse(status=204)
