"""Answers, and what every one of them has."""

from flask import Flask, current_app, request
from pydantic import BaseModel
from werkzeug.wrappers import Response


def json_response(answer: BaseModel, status: int = 200) -> Response:
    return current_app.response_class(
        answer.model_dump_json(), status, mimetype="application/json"
    )


def finish(response: Response) -> Response:
    """What every response needs, whoever made it."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.method == "OPTIONS" and response.status_code == 200:
        response.status_code = 204
    if response.status_code == 204:
        response.headers.pop("Content-Type", None)
    return response


def init_app(app: Flask) -> None:
    app.after_request(finish)
