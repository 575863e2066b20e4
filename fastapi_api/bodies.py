"""Which bytes of a request are data."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request
from starlette.datastructures import QueryParams

MAX_BODY = 65_536
# RFC 9110 8.3.1: the type in any case, perhaps with a charset, perhaps quoted. White
# space can be read in one way only, or many semicolons would take for ever.
JSON_TYPE = r'application/{}[ \t]*(;[ \t]*(charset=("utf-8"|utf-8)[ \t]*)?)*'
JSON = re.compile(JSON_TYPE.format("json"), re.IGNORECASE)
MERGE_PATCH = re.compile(JSON_TYPE.format(r"merge-patch\+json"), re.IGNORECASE)
ACCEPT_PATCH = "application/json, application/merge-patch+json"


class QueryOnce(QueryParams):
    """A parameter that was repeated is a list, so where text belongs it is 422.

    Starlette's own `get` gives the last and forgets the others.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        values = self.getlist(key)
        return values if len(values) > 1 else super().get(key, default)


class StrictRequest(Request):
    """What FastAPI reads a request with, stricter: 415, 413 and 400, in this order.

    routing.py puts it in the place of Starlette's.
    """

    @property
    def query_params(self) -> QueryParams:
        if not hasattr(self, "_query_params"):
            text = self.scope["query_string"].decode("latin-1")
            # Bytes that are not UTF-8 become surrogates, which Pydantic refuses;
            # Starlette would replace them.
            pairs = parse_qsl(text, keep_blank_values=True, errors="surrogateescape")
            self._query_params = QueryOnce(
                (name.encode(errors="replace").decode(), value) for name, value in pairs
            )
        return self._query_params

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            self.check_type()
            self._body = await self.read()
        # FastAPI takes no body for an absent one. Here it is malformed JSON.
        return self._body or b" "

    def check_type(self) -> None:
        # Two Content-Type headers, joined, match nothing.
        sent = ", ".join(self.headers.getlist("content-type"))
        patch = self.method == "PATCH"
        if not (JSON.fullmatch(sent) or (patch and MERGE_PATCH.fullmatch(sent))):
            # RFC 5789 2.2
            headers = {"Accept-Patch": ACCEPT_PATCH} if patch else None
            raise HTTPException(415, "The body must be application/json.", headers)

    async def read(self) -> bytes:
        # FastAPI's max_body_size would answer before the 401 and the 415, and in
        # text/plain.
        too_large = HTTPException(413, f"The body must be at most {MAX_BODY} bytes.")
        if int(self.headers.get("content-length", 0)) > MAX_BODY:
            raise too_large
        body = bytearray()
        async for chunk in self.stream():
            body += chunk
            if len(body) > MAX_BODY:
                raise too_large
        return bytes(body)

    async def json(self) -> Any:
        return parse_json(await self.body())


def parse_json(body: bytes) -> Any:
    """One strict JSON text in UTF-8 (RFC 8259, RFC 7493), or 400."""
    try:
        value = json.loads(
            body.decode(),
            object_pairs_hook=members_once,
            parse_constant=refuse,
        )
        if b"\\u" in body:
            # RFC 7493 2.1: a lone surrogate has no UTF-8.
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise malformed(f"{error.msg}, at character {error.pos}") from None
    except (ValueError, RecursionError):
        raise malformed("it has what strict JSON has not") from None
    return value


def malformed(reason: str) -> HTTPException:
    return HTTPException(400, f"The body must be one JSON text in UTF-8: {reason}.")


def members_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """RFC 7493 2.3: no member twice."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError
    return members


def refuse(constant: str) -> None:
    """RFC 8259 6: NaN and Infinity are no numbers."""
    raise ValueError
