"""The access log: one line a request, whichever server is underneath."""

import logging
from time import perf_counter

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from .routing import path_as_received


def start_clock() -> None:
    g.started = perf_counter()


def log_request(response: Response) -> Response:
    current_app.logger.info(
        "%s %s %d %.1fms",
        request.method,
        path_as_received(),
        response.status_code,
        (perf_counter() - g.started) * 1_000,
    )
    return response


def init_app(app: Flask) -> None:
    # Flask's logger writes to stderr, but by default only what is a warning.
    app.logger.setLevel(logging.INFO)
    app.before_request(start_clock)
    app.after_request(log_request)
