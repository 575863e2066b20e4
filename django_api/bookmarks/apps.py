from django.apps import AppConfig
from django.db.models import CharField, TextField
from django.db.models.functions import Lower


class BookmarksConfig(AppConfig):
    name = "bookmarks"

    def ready(self):
        # `username__lower=...` and `title__lower__contains=...` in queries.
        CharField.register_lookup(Lower)
        TextField.register_lookup(Lower)
