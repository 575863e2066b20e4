"""A small JSON API with Django, in one file."""

import json
import secrets

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path, reverse
from django.views import View

import store

settings.configure(
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    APPEND_SLASH=False,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY=secrets.token_urlsafe(50),
)


class Refused(Exception):
    """A request that cannot be done: status, name and detail of the problem."""


class ApiView(View):
    """View chooses the method, and takes GET's function for HEAD."""

    def dispatch(self, request, *args, **kwargs):
        """Call the method's function; what it refuses is a problem."""
        try:
            response = super().dispatch(request, *args, **kwargs)
        except Refused as refused:
            response = problem(*refused.args)
        if request.method == "HEAD":
            # Django leaves this to the server, and waitress to the application.
            response["Content-Length"] = len(response.content)
            response.content = b""
        return response

    def http_method_not_allowed(self, request, *args, **kwargs):
        """Answer a method that has no function."""
        allow = super().http_method_not_allowed(request, *args, **kwargs)["Allow"]
        response = problem(405, "method-not-allowed", f"Not {request.method}.")
        response["Allow"] = allow
        return response


class Health(ApiView):
    """/health"""

    def get(self, request):
        """Say that all is well."""
        return JsonResponse({"status": "ok"})


class Bookmarks(ApiView):
    """/bookmarks"""

    def get(self, request):
        """List the bookmarks, the newest first."""
        return JsonResponse({"items": store.select_all(), "next": None})

    def post(self, request):
        """Make a bookmark."""
        # >>> half-create: Store read_fields(request); a JsonResponse with its Location.
        bookmark = store.insert(read_fields(request))
        location = reverse("bookmark", args=[bookmark["id"]])
        return JsonResponse(bookmark, status=201, headers={"Location": location})
        # <<< half-create


class Bookmark(ApiView):
    """/bookmarks/{number}"""

    def get(self, request, number):
        """Return one bookmark."""
        return JsonResponse(found(store.select(number)))

    def put(self, request, number):
        """Store other fields in the place of those that are there."""
        return JsonResponse(found(store.update(number, read_fields(request))))

    def delete(self, request, number):
        """Remove one bookmark."""
        found(store.delete(number) or None)
        response = HttpResponse(status=204)
        del response["Content-Type"]
        return response


def found(bookmark):
    """Return the bookmark that a search has found; refuse the request if none."""
    if bookmark is None:
        raise Refused(404, "not-found", "There is no such bookmark.")
    return bookmark


def read_fields(request):
    """Return the members of a bookmark that the client may choose."""
    try:
        data = json.loads(request.body)
    except ValueError as error:
        raise Refused(400, "malformed-json", str(error)) from None
    try:
        notes = data.get("notes", "")
        return {"url": data["url"], "title": data["title"], "notes": notes}
    except (AttributeError, KeyError):
        raise Refused(422, "invalid", "A bookmark has a url and a title.") from None


def problem(status, name, detail):
    """Return an error in the form of RFC 9457."""
    body = {
        "type": f"urn:fourways:problem:{name}",
        "title": name.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
    }
    kind = "application/problem+json"
    return JsonResponse(body, status=status, content_type=kind)


def handler400(request, exception):
    """Answer a Host that is not one of ALLOWED_HOSTS."""
    return problem(400, "host-not-allowed", "This server has another name.")


def handler404(request, exception):
    """Answer a path that stands in no pattern."""
    return problem(404, "not-found", f"There is no {request.path}.")


urlpatterns = [
    path("health", Health.as_view()),
    path("bookmarks", Bookmarks.as_view()),
    path("bookmarks/<int:number>", Bookmark.as_view(), name="bookmark"),
]

app = get_wsgi_application()
