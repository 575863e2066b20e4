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


def names_strongly(lines: list[str], etag: str) -> bool:
    """RFC 9110 13.1.1: a weak tag never matches."""
    return not {"*", etag}.isdisjoint(tags_in(lines))


def names_weakly(lines: list[str], etag: str) -> bool:
    """RFC 9110 13.1.2: a tag matches as a weak one too."""
    tags = tags_in(lines)
    return not {"*", etag}.isdisjoint(tag.removeprefix("W/") for tag in tags)


def with_etag(request: Request, response: Response) -> Response:
    """The response with its ETag, or 304 for a client that has it already."""
    response.headers["ETag"] = etag = etag_of(response.body)
    if request.method != "GET":
        return response
    if names_weakly(request.headers.getlist("if-none-match"), etag):
        kept = {name: response.headers[name] for name in ("ETag", "Cache-Control")}
        return Response(status_code=304, headers=kept)
    return response


Lines = Annotated[list[str] | None, WithJsonSchema({"type": "string"})]


@dataclass
class Conditions:
    """What an operation that writes is asked to look at first."""

    if_match: Annotated[
        Lines, Header(description="Change the bookmark only if this is still its ETag.")
    ] = None
    # openapi.yaml describes it for GET alone.
    if_none_match: Annotated[Lines, Header(include_in_schema=False)] = None

    def check(self, current: BaseModel) -> None:
        """412 unless both hold, in the order of RFC 9110 13.2.2.

        To be called inside the transaction that writes.
        """
        etag = etag_of(current.model_dump_json().encode())
        if self.if_match is not None and not names_strongly(self.if_match, etag):
            raise HTTPException(412, "If-Match does not name the current ETag.")
        if self.if_none_match is not None and names_weakly(self.if_none_match, etag):
            raise HTTPException(412, "If-None-Match names the current ETag.")


Preconditions = Annotated[Conditions, Depends()]
