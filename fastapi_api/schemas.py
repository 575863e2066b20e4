"""The shapes of what comes in and goes out; the names are those of openapi.yaml."""

import re
from datetime import datetime
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import (
    MISSING,
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from fastapi_api.models import MAX_ID

CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # Unicode category Cc


def plain(text: str) -> str:
    if CONTROL_CHARACTER.search(text):
        raise PydanticCustomError("control", "There must be no control characters")
    return text


def plain_lines(text: str) -> str:
    plain(text.replace("\n", "").replace("\t", ""))
    return text


def visible(text: str) -> str:
    if text.isspace():
        raise PydanticCustomError("blank", "There must be more than white space")
    return plain(text)


# RFC 3986 3: an absolute http or https URL with a host.
CHARS = r"([A-Za-z0-9._~!$&'()*+,;=%s-]|%%[0-9A-Fa-f]{2})"
URL_PATTERN = (
    r"^[Hh][Tt][Tt][Pp][Ss]?://"
    rf"({CHARS % ':'}*@)?"  # user
    rf"(\[[0-9A-Fa-f:.]+\]|{CHARS % ''}+)(:[0-9]*)?"  # host and port
    rf"(/{CHARS % ':@/'}*)?"  # path
    rf"(\?{CHARS % ':@/?'}*)?"  # query
    rf"(#{CHARS % ':@/?'}*)?$"  # fragment
)

Username = Annotated[
    str, Field(min_length=3, max_length=30, pattern="^[A-Za-z][A-Za-z0-9_-]*$")
]
Password = Annotated[
    str,
    Field(min_length=8, max_length=128, json_schema_extra={"format": "password"}),
    AfterValidator(plain),
]
Url = Annotated[str, Field(max_length=2000, pattern=URL_PATTERN)]
Title = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(visible)]
Notes = Annotated[str, Field(max_length=10_000), AfterValidator(plain_lines)]
TagName = Annotated[
    str, Field(min_length=1, max_length=50, pattern="^[a-z0-9][a-z0-9-]*$")
]
TagNames = Annotated[list[TagName], Field(max_length=20)]
Id = Annotated[int, Field(ge=1, le=MAX_ID)]
# RFC 7396 2: null takes a member away, and then its default stands.
NotesOrNull = Annotated[Notes | None, AfterValidator(lambda notes: notes or "")]
TagNamesOrNull = Annotated[TagNames | None, AfterValidator(lambda tags: tags or [])]

# RFC 3339 5.6, with all six digits: Pydantic would leave them out when they are 0.
Time = Annotated[
    datetime,
    PlainSerializer(
        lambda time: time.isoformat(timespec="microseconds").replace("+00:00", "Z")
    ),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Input(BaseModel):
    """Nothing is coerced, nothing is overlooked."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Output(BaseModel):
    """Made from a row of models.py, or from a dict."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_extra={"additionalProperties": False}
    )


class Credentials(Input):
    """What a user signs up and signs in with."""

    username: Username
    password: Password


class User(Output):
    """A user, without the password's hash."""

    id: int
    username: str
    created_at: Time


class Token(Output):
    """A token as it is shown once."""

    token: str
    expires_at: Time


class BookmarkInput(Input):
    """A whole bookmark, for POST and PUT."""

    url: Url
    title: Title
    notes: Notes = ""
    tags: TagNames = []


class BookmarkPatch(Input):
    """Some members (RFC 7396). model_dump() leaves out what was not sent."""

    url: Url | MISSING = MISSING
    title: Title | MISSING = MISSING
    notes: NotesOrNull | MISSING = MISSING
    tags: TagNamesOrNull | MISSING = MISSING


class Bookmark(Output):
    """A bookmark as its owner sees it."""

    id: int
    url: str
    title: str
    notes: str
    tags: Annotated[list[str], BeforeValidator(sorted)]
    created_at: Time
    updated_at: Time


class BookmarkPage(Output):
    """One page of a list, and the cursor of the next."""

    items: list[Bookmark]
    next: str | None


class TagCount(Output):
    """A tag and the number of bookmarks that carry it."""

    name: str
    count: int


class TagList(Output):
    """All tags of a caller."""

    items: list[TagCount]


class Health(Output):
    """What a load balancer asks for."""

    status: Literal["ok"]


class InvalidMember(Output):
    """What is wrong with one member of the body."""

    pointer: str
    detail: str


class InvalidParameter(Output):
    """What is wrong with one query parameter."""

    parameter: str
    detail: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class InvalidProblem(Problem):
    """An error with all the places that it was found in."""

    errors: Annotated[list[InvalidMember | InvalidParameter], Field(min_length=1)]


class NoParameters(Input):
    """The query of an operation that has none."""


async def no_query(_: Annotated[NoParameters, Query()]) -> None:
    """For `dependencies=[NO_QUERY]`: a query parameter is then 422."""


NO_QUERY = Depends(no_query)
