"""Which other sites may call this API from a browser (Fetch 3.3)."""

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
REQUEST_HEADERS = ["Authorization", "Content-Type", "If-Match", "If-None-Match"]
RESPONSE_HEADERS = ["ETag", "Location", "Link"]


def allow_origin(response: Response) -> Response:
    origins = current_app.config["CORS_ORIGINS"]
    if not origins:
        return response
    # To caches: the answer to another origin is another one.
    response.vary.add("Origin")
    if request.origin in origins:
        response.access_control_allow_origin = request.origin
        response.access_control_expose_headers = RESPONSE_HEADERS
        if request.method == "OPTIONS" and request.access_control_request_method:
            response.access_control_allow_methods = METHODS
            response.access_control_allow_headers = REQUEST_HEADERS
            response.access_control_max_age = 600
    return response


def init_app(app: Flask) -> None:
    app.after_request(allow_origin)
