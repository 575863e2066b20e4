"""Reading a body: `request.get_json()`, as strict as the RFCs ask for."""

import json
from typing import Any

from flask import Flask, Request, Response
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

LIMIT = 65_536
PATCH_TYPES = ["application/json", "application/merge-patch+json"]


class StrictRequest(Request):
    """get_json() asks this class for the 415 and the 413, and then for the bytes."""

    @property
    def is_json(self) -> bool:
        # Flask's own also takes any application/*+json, in any charset.
        types = PATCH_TYPES if self.method == "PATCH" else PATCH_TYPES[:1]
        charset = self.mimetype_params.get("charset", "utf-8")
        return (
            self.mimetype in types
            and self.mimetype_params.keys() <= {"charset"}
            and charset.lower() == "utf-8"
        )

    def get_data(self, *args, **options) -> bytes:
        # MAX_CONTENT_LENGTH refuses a longer Content-Length, but cuts a chunked
        # body off without a word. It is one more than the limit, to see that.
        try:
            data = super().get_data(*args, **options)
        except HTTPException:
            raise
        except Exception as error:
            # Whatever the server raises: gunicorn has errors of its own for broken
            # chunks.
            raise BadRequest("The body did not arrive as announced.") from error
        if len(data) > LIMIT:
            raise RequestEntityTooLarge()
        return data

    def on_json_loading_failed(self, error: ValueError | None) -> Any:
        if error is None and self.method == "PATCH":
            # RFC 5789 2.2: a refused PATCH says what it may be.
            headers = {"Accept-Patch": ", ".join(PATCH_TYPES)}
            raise UnsupportedMediaType(response=Response(status=415, headers=headers))
        return super().on_json_loading_failed(error)


class StrictJSON(DefaultJSONProvider):
    """JSON of RFC 8259 within the limits of RFC 7493; Python's alone takes more."""

    sort_keys = False

    def loads(self, data: bytes, **options: Any) -> Any:
        try:
            # Decoded here: from bytes, json.loads would also guess UTF-16 and UTF-32.
            value = json.loads(
                data.decode(),
                object_pairs_hook=no_name_twice,
                parse_constant=refuse,
            )
            # RFC 7493 2.1: a lone surrogate can be escaped, but not encoded.
            json.dumps(value, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ValueError("too deep") from error
        return value


def no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name is repeated")
    return members


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def init_app(app: Flask) -> None:
    app.request_class = StrictRequest
    app.json = StrictJSON(app)
    app.config["MAX_CONTENT_LENGTH"] = LIMIT + 1
