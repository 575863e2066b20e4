"""Requests in, responses out: the half of the program that knows bookmarks."""

import json
import re
import traceback
from typing import NamedTuple

import store
import validation

HOSTS = ("localhost", "127.0.0.1")


class Request(NamedTuple):
    """What a client asks for."""

    method: str
    path: str
    headers: dict
    body: bytes


class Refused(Exception):
    """A request that cannot be done: status, name and detail of the problem."""


class Invalid(Exception):
    """A body that is JSON, and not what was asked for; `errors` say where."""

    def __init__(self, errors):
        super().__init__("invalid")
        self.errors = errors


def handle(request):
    """Return the response to a request: status, headers, body."""
    # >>> host: Refuse a Host that is not one of HOSTS, whatever port stands behind it.
    host = request.headers.get("host", "").partition(":")[0]
    if host not in HOSTS:
        return problem(400, "host-not-allowed", f"This is not {host!r}.")
    # <<< host
    try:
        return route(request)
    except Refused as refused:
        return problem(*refused.args)
    except Invalid as invalid:
        status, headers, body = problem(422, "invalid", "See errors.")
        return status, headers, {**body, "errors": invalid.errors}
    except Exception:
        # One failed request is one failed request: say it here, and go on.
        traceback.print_exc()
        return problem(500, "internal-error", "This failed, and it is our mistake.")


def route(request):
    """Find the function for path and method, and call it."""
    # >>> route: First the path, or 404; then the method, or 405 with Allow; then call.
    for pattern, methods in ROUTES.items():
        match = re.fullmatch(pattern, request.path)
        if match is None:
            continue
        if request.method not in methods:
            allow = {"Allow": ", ".join(methods)}
            return problem(405, "method-not-allowed", f"Not {request.method}.", allow)
        return methods[request.method](request, *match.groups())
    return problem(404, "not-found", f"There is no {request.path}.")
    # <<< route


def health(request):
    """Say that all is well."""
    return 200, {}, {"status": "ok"}


def list_all(request):
    """List the bookmarks, the newest first."""
    # >>> list: An object: items is the list, next is None, for there is one page only.
    return 200, {}, {"items": store.select_all(), "next": None}
    # <<< list


def create(request):
    """Make a bookmark."""
    fields = read_fields(request)
    # >>> create: Store it, then 201: where it is, in Location, and what it is.
    bookmark = store.insert(fields)
    return 201, {"Location": f"/bookmarks/{bookmark['id']}"}, bookmark
    # <<< create


def read(request, number):
    """Return one bookmark."""
    # >>> read: 200 and the bookmark.
    return 200, {}, found(store.select(int(number)))
    # <<< read


def replace(request, number):
    """Store other fields in the place of those that are there."""
    # >>> replace: 200 and the bookmark as it is now.
    fields = read_fields(request)
    return 200, {}, found(store.update(int(number), fields))
    # <<< replace


def delete(request, number):
    """Remove one bookmark."""
    # >>> delete: 204 and no body; 404 if there was none.
    if not store.delete(int(number)):
        raise Refused(404, "not-found", "There is no such bookmark.")
    return 204, {}, None
    # <<< delete


def found(bookmark):
    """Return the bookmark that a search has found; refuse the request if none."""
    if bookmark is None:
        raise Refused(404, "not-found", "There is no such bookmark.")
    return bookmark


def read_fields(request):
    """Return the members of a bookmark, defaults included; Invalid if one is wrong."""
    data = read_json(request)
    errors = validation.errors_of(data, validation.BOOKMARK)
    if errors:
        raise Invalid(errors)
    return {"notes": "", **data}


def read_json(request):
    """Return the body as what it stands for."""
    # >>> read-json: Parse it; what is no JSON in UTF-8 is refused, 400 malformed-json.
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise Refused(400, "malformed-json", str(error)) from None
    # <<< read-json


def problem(status, name, detail, headers=None):
    """Return an error in the form of RFC 9457."""
    body = {
        "type": f"urn:fourways:problem:{name}",
        "title": name.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
    }
    headers = {"Content-Type": "application/problem+json", **(headers or {})}
    return status, headers, body


# A pattern for each path; its groups go to the function.
ROUTES = {
    "/health": {"GET": health},
    "/bookmarks": {"GET": list_all, "POST": create},
    "/bookmarks/([1-9][0-9]{0,17})": {"GET": read, "PUT": replace, "DELETE": delete},
}
