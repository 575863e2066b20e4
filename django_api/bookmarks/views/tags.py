from django.db.models import Count

from ..conditional import respond
from .base import ApiView


class Tags(ApiView):
    def get(self, request):
        """List the caller's tags. One that no bookmark carries any more is kept out."""
        tags = self.caller.tags.annotate(count=Count("bookmarks")).filter(count__gt=0)
        # Sorted here, where "-" comes before "a": a database may see that otherwise.
        items = sorted(tags.values_list("name", "count"))
        return respond(
            request,
            {"items": [{"name": name, "count": count} for name, count in items]},
        )
