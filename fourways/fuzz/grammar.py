"""Requests by a grammar of our own: what a description of an API cannot say.

Bodies are JSON texts, broken and odd ones too; paths, queries and headers are right,
nearly right, or wrong.
"""

from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from contract_tests.support.openapi import path_of
from fourways.fuzz import members, parts
from fourways.fuzz.asked import PLACEHOLDERS, Asked, fill
from fourways.fuzz.choosing import happens, mostly, weighted

SOURCE: Final = "grammar"

# How often each is asked, in about a hundred.
OPERATIONS: Final = {
    ("POST", "/bookmarks"): 24,
    ("PUT", "/bookmarks/{id}"): 16,
    ("PATCH", "/bookmarks/{id}"): 18,
    ("POST", "/users"): 5,
    ("POST", "/tokens"): 5,
    ("GET", "/bookmarks"): 12,
    ("GET", "/bookmarks/{id}"): 3,
    ("DELETE", "/bookmarks/{id}"): 3,
    ("DELETE", "/tokens/current"): 1,
    ("GET", "/users/me"): 2,
    ("GET", "/tags"): 2,
    ("GET", "/health"): 1,
    ("GET", "/openapi.json"): 1,
}
BODIES: Final = {
    "/bookmarks": members.BOOKMARKS,
    "/bookmarks/{id}": members.BOOKMARKS,
    "/users": members.USERS_AND_TOKENS,
    "/tokens": members.USERS_AND_TOKENS,
}
IDS: Final = [
    *("{theirs}", "{gone}", "0", "00", "-1", "+1", "9223372036854775807", "9" * 40),
    *(
        "9223372036854775808",
        "18446744073709551616",
        "1.0",
        "1e3",
        "0x1",
        "%D9%A3",
        "%00",
    ),
    *(
        "{mine}/",
        "{mine}%20",
        "%20{mine}",
        "0{mine}",
        "{mine}%2F",
        "{mine}.",
        "me",
        "%ff",
    ),
    *(
        "{mine};a=b",
        "{mine}%00",
        "1_0",
        "..",
        "%2e%2e",
        "{mine}/..",
        "",
        "%",
        "9" * 900,
    ),
]
ODD_PATHS: Final = [
    *(
        "/",
        "//",
        "/bookmarks/",
        "//bookmarks",
        "/Bookmarks",
        "/bookmarks%2F",
        "/%ff",
        "/%",
    ),
    *(
        "/bookmarks/../tags",
        "/./tags",
        "/tags%00",
        "/tags;x",
        "/users/",
        "/users/1",
        "/*",
    ),
    *(
        "/tokens/",
        "/tokens/x",
        "/tokens/current/",
        "/health/",
        "/openapi.yaml",
        "/nowhere/",
    ),
    *(
        "/docs",
        "/static/",
        "/favicon.ico",
        "/%62ookmarks",
        "/tags%0a",
        "/\x7e",
        "/" * 900,
    ),
]
METHODS: Final = [
    "HEAD",
    "OPTIONS",
    "TRACE",
    "PROPFIND",
    "DELETE",
    "PATCH",
    "PUT",
    "GET",
]

MINE: Final = st.just("{mine}")
ID: Final = st.sampled_from(IDS)
ODD_PATH: Final = st.sampled_from(ODD_PATHS)
METHOD: Final = st.sampled_from(METHODS)


@st.composite
def _asked(draw: DrawFn, method: str, template: str) -> Asked:
    path = template.replace("{id}", mostly(draw, MINE, ID, 5))
    if happens(draw, 30):
        path = draw(ODD_PATH)
    if happens(draw, 20):
        method = draw(METHOD)
    lists = (method, template) == ("GET", "/bookmarks")
    query = draw(parts.QUERIES) if happens(draw, 2 if lists else 12) else ""
    takes_body = template in BODIES and method in ("POST", "PUT", "PATCH")
    body = None
    if takes_body or happens(draw, 30):
        body = draw(BODIES.get(template, members.BOOKMARKS))
    headers = draw(parts.HEADERS[body is not None])
    operation = operation_of(method, path)
    return Asked(SOURCE, operation, method, path + query, headers, body, happens(draw))


def requests() -> SearchStrategy[Asked]:
    """Requests to all operations, as often as OPERATIONS says."""
    each = [(often, _asked(*which)) for which, often in OPERATIONS.items()]
    return weighted(each).filter(Asked.can_be_sent)


def operation_of(method: str, target: str) -> str:
    """The documented operation that a request asks for, or that it is none."""
    path = path_of(fill(target, dict.fromkeys(PLACEHOLDERS, "1")))
    if path is None:
        return "(unknown path)"
    known = method in path.methods
    return f"{method} {path.template}" if known else f"(other method) {path.template}"
