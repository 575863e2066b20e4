"""ETags, and requests that depend on them (RFC 9110 13)."""

import hashlib
import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Request, Response
from pydantic import BaseModel, WithJsonSchema

# RFC 9110 8.8.3 and 5.6.1.2: tags in a list, in which elements may be empty.
TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
TAGS = re.compile(rf"\*|[ \t,]*{TAG}(?:[ \t]*,[ \t,]*{TAG})*[ \t,]*")


def etag_of(representation: bytes) -> str:
    return f'"{hashlib.sha256(representation).hexdigest()[:32]}"'


def tags_in(lines: list[str]) -> list[str]:
    """The tags, or `*`, of all headers of one name; none if they are malformed."""
    value = ", ".join(lines)
    return re.findall(rf"\*|{TAG}", value) if TAGS.fullmatch(value) else []


def with_etag(request: Request, response: Response) -> Response:
    """The response with its ETag, or 304 for a client that has it already."""
    response.headers["ETag"] = etag = etag_of(response.body)
    if request.method != "GET":
        return response
    # RFC 9110 13.1.2: compared weakly.
    tags = tags_in(request.headers.getlist("if-none-match"))
    if "*" in tags or etag in [tag.removeprefix("W/") for tag in tags]:
        kept = {name: response.headers[name] for name in ("ETag", "Cache-Control")}
        return Response(status_code=304, headers=kept)
    return response


@dataclass
class Precondition:
    """What If-Match asks for, in an operation that writes."""

    if_match: Annotated[
        list[str] | None,
        WithJsonSchema({"type": "string"}),
        Header(description="Change the bookmark only if this is still its ETag."),
    ] = None

    def check(self, current: BaseModel) -> None:
        """412 unless it holds. To be called inside the transaction that writes."""
        if self.if_match is None:
            return
        # RFC 9110 13.1.1: compared strongly, so that a weak tag never matches.
        tags = tags_in(self.if_match)
        etag = etag_of(current.model_dump_json().encode())
        if "*" not in tags and etag not in tags:
            raise HTTPException(412, "If-Match does not name the current ETag.")


IfMatch = Annotated[Precondition, Depends()]
