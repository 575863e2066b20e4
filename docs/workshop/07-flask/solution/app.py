"""A small JSON API with Flask."""

from flask import Flask, json, request, url_for
from werkzeug.exceptions import HTTPException, NotFound, UnprocessableEntity

import store

PROBLEMS = {
    400: "malformed-json",
    404: "not-found",
    405: "method-not-allowed",
    415: "unsupported-media-type",
    422: "invalid",
    500: "internal-error",
}

app = Flask(__name__)
app.config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1"]


@app.get("/health")
def health():
    """Say that all is well."""
    return {"status": "ok"}


@app.get("/bookmarks")
def list_all():
    """List the bookmarks, the newest first."""
    return {"items": store.select_all(), "next": None}


@app.post("/bookmarks")
def create():
    """Make a bookmark."""
    # >>> flask-create: The bookmark, 201, and its Location; url_for knows its path.
    bookmark = store.insert(read_fields())
    location = url_for("read", number=bookmark["id"])
    return bookmark, 201, {"Location": location}
    # <<< flask-create


# >>> flask-item: GET, PUT and DELETE of "/bookmarks/<int:number>", one function each.
@app.get("/bookmarks/<int:number>")
def read(number):
    return found(store.select(number))


@app.put("/bookmarks/<int:number>")
def replace(number):
    return found(store.update(number, read_fields()))


@app.delete("/bookmarks/<int:number>")
def delete(number):
    found(store.delete(number) or None)
    return no_content()


# <<< flask-item


def no_content():
    """Return a 204; of nothing, Flask would say that it is text/html."""
    response = app.response_class(status=204)
    del response.headers["Content-Type"]
    return response


def found(bookmark):
    """Return the bookmark that a search has found; 404 if none."""
    if bookmark is None:
        raise NotFound("There is no such bookmark.")
    return bookmark


def read_fields():
    """Return the members of a bookmark that the client may choose."""
    data = request.get_json()
    try:
        notes = data.get("notes", "")
        return {"url": data["url"], "title": data["title"], "notes": notes}
    except (AttributeError, KeyError):
        raise UnprocessableEntity("A bookmark has a url and a title.") from None


@app.errorhandler(HTTPException)
def to_problem(error):
    """Give every error, Flask's own too, the form of RFC 9457."""
    body = {
        "type": f"urn:fourways:problem:{PROBLEMS[error.code]}",
        "title": error.name,
        "status": error.code,
        "detail": error.description,
    }
    # >>> flask-problem: Flask's own response, with `body` and its type in it.
    response = error.get_response()
    response.data = json.dumps(body)
    response.content_type = "application/problem+json"
    return response
    # <<< flask-problem
