from django.db.models import Count, OuterRef, Subquery

from ..conditional import respond
from ..models import Bookmark
from .base import ApiView


class Tags(ApiView):
    def get(self, request):
        """List the caller's tags. One that no bookmark carries any more is kept out."""
        # Not Count("bookmarks"): PostgreSQL joins the links of all callers for it.
        links = Bookmark.tags.through.objects.filter(tag=OuterRef("pk"))
        count = links.values("tag").annotate(count=Count("pk")).values("count")
        tags = self.caller.tags.annotate(count=Subquery(count)).filter(count__gt=0)
        # Sorted here, where "-" comes before "a": a database may see that otherwise.
        items = sorted(tags.values_list("name", "count"))
        return respond(
            request,
            {"items": [{"name": name, "count": count} for name, count in items]},
        )
