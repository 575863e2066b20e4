"""GET /openapi.json: the paths from openapi.json, the schemas from the models."""

import json
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, jsonify
from pydantic.json_schema import models_json_schema

from . import schemas
from .validation import accepts

bp = Blueprint("description", __name__)

MODELS = (
    schemas.Credentials,
    schemas.User,
    schemas.Token,
    schemas.BookmarkInput,
    schemas.BookmarkPatch,
    schemas.BookmarkPage,
    schemas.TagList,
)


@bp.get("/openapi.json")
@accepts()
def read() -> Response:
    return jsonify(current_app.extensions["openapi"])


def init_app(app: Flask) -> None:
    # Flask knows the paths, but not what they answer: that part is written.
    text = Path(__file__).with_name("openapi.json").read_text(encoding="utf-8")
    document = json.loads(text)
    _, models = models_json_schema(
        [(model, "validation") for model in MODELS],
        ref_template="#/components/schemas/{model}",
    )
    document["components"]["schemas"].update(models["$defs"])
    app.extensions["openapi"] = document
    app.register_blueprint(bp)
