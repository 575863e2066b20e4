from functools import cache
from pathlib import Path

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse

from ..errors import Unavailable
from .base import ApiView

DOCUMENT = Path(__file__).resolve().parent.parent / "openapi.json"


@cache
def last_migrations():
    """Return the last (app, name) of each app, as the files say."""
    return MigrationLoader(None).graph.leaf_nodes()


class Health(ApiView):
    public = True

    def get(self, request):
        try:
            applied = MigrationRecorder(connection).applied_migrations()
        except Error as error:
            raise Unavailable("The database cannot be used.") from error
        if not applied.keys() >= set(last_migrations()):
            raise Unavailable("The schema is behind: run `python manage.py migrate`.")
        return JsonResponse({"status": "ok"})


class OpenApi(ApiView):
    """The document is a file: Django has no generator."""

    public = True

    def get(self, request):
        return HttpResponse(DOCUMENT.read_bytes(), content_type="application/json")
