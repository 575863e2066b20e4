"""A small JSON API with FastAPI."""

from fastapi import FastAPI, HTTPException, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Match

import store

PROBLEMS = {
    400: "malformed-json",
    404: "not-found",
    405: "method-not-allowed",
    422: "invalid",
}

app = FastAPI(title="Bookmarks", redirect_slashes=False)
app.add_middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1"])


class Fields(BaseModel):
    """The members of a bookmark that the client may choose."""

    url: str
    title: str
    notes: str = ""


# FastAPI gives HEAD to nobody who does not ask for it.
@app.api_route("/health", methods=["GET", "HEAD"])
def health():
    """Say that all is well."""
    return {"status": "ok"}


@app.api_route("/bookmarks", methods=["GET", "HEAD"])
def list_all():
    """List the bookmarks, the newest first."""
    return {"items": store.select_all(), "next": None}


@app.post("/bookmarks", status_code=201)
def create(fields: Fields, response: Response):
    """Make a bookmark."""
    # >>> half-create: Store fields.model_dump(), set response.headers["Location"].
    bookmark = store.insert(fields.model_dump())
    response.headers["Location"] = app.url_path_for("read", number=bookmark["id"])
    return bookmark
    # <<< half-create


@app.api_route("/bookmarks/{number:int}", methods=["GET", "HEAD"])
def read(number: int):
    """Return one bookmark."""
    return found(store.select(number))


@app.put("/bookmarks/{number:int}")
def replace(number: int, fields: Fields):
    """Store other fields in the place of those that are there."""
    return found(store.update(number, fields.model_dump()))


@app.delete("/bookmarks/{number:int}", status_code=204)
def delete(number: int):
    """Remove one bookmark."""
    found(store.delete(number) or None)
    return Response(status_code=204)


def found(bookmark):
    """Return the bookmark that a search has found; 404 if none."""
    if bookmark is None:
        raise HTTPException(404, "There is no such bookmark.")
    return bookmark


@app.exception_handler(AnyHTTPException)
def to_problem(request, error):
    """Give every error the form of RFC 9457."""
    headers = error.headers
    if error.status_code == 405:
        # FastAPI names the methods of one function, not those of the path.
        matching = (r for r in app.routes if r.matches(request.scope)[0] != Match.NONE)
        methods = {method for route in matching for method in route.methods}
        headers = {"Allow": ", ".join(sorted(methods))}
    return problem(error.status_code, error.detail, headers)


@app.exception_handler(RequestValidationError)
def to_invalid(request, error):
    """Tell a body that is no JSON, or none at all, from one that is not valid."""
    first = error.errors()[0]
    broken = first["type"] == "json_invalid" or first["loc"] == ("body",)
    return problem(400 if broken else 422, first["msg"])


def problem(status, detail, headers=None):
    """Return an error in the form of RFC 9457."""
    body = {
        "type": f"urn:fourways:problem:{PROBLEMS[status]}",
        "title": PROBLEMS[status].replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
    }
    kind = "application/problem+json"
    return JSONResponse(body, status, headers, media_type=kind)
