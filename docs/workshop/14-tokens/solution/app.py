"""Requests in, responses out: the half of the program that knows bookmarks."""

import hashlib
import json
import re
import traceback
from typing import NamedTuple

import passwords

import store
import validation

HOSTS = ("localhost", "127.0.0.1")


class Request(NamedTuple):
    """What a client asks for."""

    method: str
    path: str
    headers: dict
    body: bytes
    user: dict | None = None


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
        return with_etag(request, route(request))
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


def signed_in(function):
    """Call the function only with a token; the user stands in the request."""

    def call(request, *parts):
        return function(request._replace(user=caller(request)), *parts)

    return call


def caller(request):
    """Return the user whose token stands in the request; 401 if there is none."""
    header = request.headers.get("authorization", "")
    # >>> caller: "Bearer", a space, the token: whose is it? `unauthorized` if nobody's.
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise unauthorized("Bearer")
    user = store.user_of_token(passwords.digest_of(token))
    if user is None:
        raise unauthorized('Bearer error="invalid_token"')
    return user
    # <<< caller


def unauthorized(challenge):
    """Return a 401 to be raised, with what the client has to do."""
    headers = {"WWW-Authenticate": challenge}
    return Refused(401, "unauthorized", "This needs a valid token.", headers)


def sign_up(request):
    """Make a user."""
    fields = read_valid(request, validation.CREDENTIALS)
    user = store.insert_user(fields["username"], passwords.hashed(fields["password"]))
    if user is None:
        raise Refused(409, "conflict", "This name is taken.")
    return 201, {"Location": "/users/me"}, public(user)


def me(request):
    """Return the user that is calling."""
    return 200, {}, public(request.user)


def public(user):
    """Return of a user what the world may see."""
    return {"id": user["id"], "username": user["username"]}


def sign_in(request):
    """Make a token for who knows the password."""
    fields = read_valid(request, validation.CREDENTIALS)
    user = store.user_named(fields["username"])
    # Whoever it is, a password is hashed: the time must not tell which names exist.
    stored = user["password"] if user else passwords.NOBODYS
    if not passwords.matches(fields["password"], stored) or user is None:
        raise unauthorized("Bearer")
    # >>> token: A new one for the client; the database gets its digest only.
    token = passwords.new_token()
    store.insert_token(user["id"], passwords.digest_of(token))
    headers = {"Location": "/tokens/current", "Cache-Control": "no-store"}
    return 201, headers, {"token": token}
    # <<< token


def sign_out(request):
    """End the token that this request came with."""
    token = request.headers["authorization"].partition(" ")[2]
    store.delete_token(passwords.digest_of(token))
    return 204, {}, None


def list_all(request):
    """List the bookmarks of the caller, the newest first."""
    return 200, {}, {"items": store.select_all(request.user["id"]), "next": None}


def create(request):
    """Make a bookmark."""
    bookmark = store.insert(request.user["id"], read_fields(request))
    return 201, {"Location": f"/bookmarks/{bookmark['id']}"}, bookmark


def read(request, number):
    """Return one bookmark."""
    return 200, {}, found(store.select(request.user["id"], int(number)))


def replace(request, number):
    """Store other fields in the place of those that are there."""
    fields, check = read_fields(request), precondition(request)
    return 200, {}, found(store.update(request.user["id"], int(number), fields, check))


def delete(request, number):
    """Remove one bookmark."""
    if not store.delete(request.user["id"], int(number), precondition(request)):
        raise Refused(404, "not-found", "There is no such bookmark.")
    return 204, {}, None


def etag_of(body):
    """Return a label that changes exactly when the representation does."""
    # >>> etag: A digest of `body` as JSON, between double quotes.
    digest = hashlib.sha256(json.dumps(body).encode()).hexdigest()
    return f'"{digest[:32]}"'
    # <<< etag


def precondition(request):
    """Return a function that refuses what If-Match says must not be changed."""

    def check(bookmark):
        wanted = request.headers.get("if-match")
        # >>> if-match: 412 precondition-failed, unless it is missing, *, or names it.
        if wanted is None or wanted == "*":
            return
        if etag_of(bookmark) not in [each.strip() for each in wanted.split(",")]:
            raise Refused(412, "precondition-failed", "It has changed meanwhile.")
        # <<< if-match

    return check


def with_etag(request, response):
    """Add the ETag of what is returned; 304 to who has it already."""
    status, headers, body = response
    if status >= 300 or body is None:
        return response
    headers = {**headers, "ETag": etag_of(body)}
    known = request.headers.get("if-none-match", "")
    # >>> if-none-match: 304, headers and no body for a GET, if it is *, or in the list.
    tags = [each.strip().removeprefix("W/") for each in known.split(",")]
    if request.method == "GET" and (known == "*" or headers["ETag"] in tags):
        return 304, headers, None
    # <<< if-none-match
    return status, headers, body


def found(bookmark):
    """Return the bookmark that a search has found; refuse the request if none."""
    if bookmark is None:
        raise Refused(404, "not-found", "There is no such bookmark.")
    return bookmark


def read_fields(request):
    """Return the members of a bookmark, defaults included; Invalid if one is wrong."""
    return {"notes": "", **read_valid(request, validation.BOOKMARK)}


def read_valid(request, rules):
    """Return the members of the body; Invalid if one is wrong."""
    data = read_json(request)
    errors = validation.errors_of(data, rules)
    if errors:
        raise Invalid(errors)
    return data


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
    "/users": {"POST": sign_up},
    "/users/me": {"GET": signed_in(me)},
    "/tokens": {"POST": sign_in},
    "/tokens/current": {"DELETE": signed_in(sign_out)},
    "/bookmarks": {"GET": signed_in(list_all), "POST": signed_in(create)},
    "/bookmarks/([1-9][0-9]{0,17})": {
        "GET": signed_in(read),
        "PUT": signed_in(replace),
        "DELETE": signed_in(delete),
    },
}
