"""What bodies and queries may hold, and what answers do (Pydantic)."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    MISSING,
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from .cursors import Position, read_cursor

# Pydantic's regular expressions are Rust's: `$` is the very end, newline or not.
# RFC 3986: scheme "://" [userinfo "@"] host [":" port] path ["?" query] ["#" fragment]
URL = (
    r"^[Hh][Tt][Tt][Pp][Ss]?://"
    r"(([A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?"
    r"(\[[0-9A-Fa-f:.]+\]|([A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)"
    r"(:[0-9]*)?"
    r"(/([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
    r"(\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
    r"(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$"
)
# Unicode category Cc is exactly U+0000 to U+001F and U+007F to U+009F.
CONTROLS = r"[\x00-\x1f\x7f-\x9f]"
CONTROLS_BUT_NEWLINE_AND_TAB = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"


def without(characters: str) -> AfterValidator:
    def check(text: str) -> str:
        if re.search(characters, text):
            raise PydanticCustomError("controls", "String has control characters")
        return text

    return AfterValidator(check)


def not_blank(text: str) -> str:
    if text.isspace():
        raise PydanticCustomError("blank", "String is only white space")
    return text


def digits(text: str) -> int | str:
    """A number as a query has it; int() alone would also take "+1" and " 1 "."""
    return int(text) if re.fullmatch("[1-9][0-9]{0,8}", text) else text


def in_this_order(cursor: str, info: ValidationInfo) -> Position:
    return read_cursor(cursor, info.data.get("sort", ""))


def rfc3339(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


Username = Annotated[
    str, Field(min_length=3, max_length=30, pattern="^[A-Za-z][A-Za-z0-9_-]*$")
]
Password = Annotated[
    str,
    Field(min_length=8, max_length=128, json_schema_extra={"format": "password"}),
    without(CONTROLS),
]
Url = Annotated[str, Field(max_length=2_000, pattern=URL)]
Title = Annotated[
    str,
    Field(min_length=1, max_length=200),
    without(CONTROLS),
    AfterValidator(not_blank),
]
Notes = Annotated[str, Field(max_length=10_000), without(CONTROLS_BUT_NEWLINE_AND_TAB)]
Tag = Annotated[str, Field(min_length=1, max_length=50, pattern="^[a-z0-9][a-z0-9-]*$")]
Tags = Annotated[list[Tag], Field(max_length=20)]
Time = Annotated[
    datetime,
    PlainSerializer(rfc3339),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Input(BaseModel):
    """Nothing is coerced, nothing unknown is let through."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Credentials(Input):
    """The body of POST /users and of POST /tokens."""

    username: Username
    password: Password


class BookmarkInput(Input):
    """The body of POST /bookmarks and of PUT /bookmarks/{id}."""

    url: Url
    title: Title
    notes: Notes = ""
    tags: Tags = []


class BookmarkPatch(Input):
    """The body of PATCH /bookmarks/{id}; what is not sent is not there at all."""

    url: Url | MISSING = MISSING
    title: Title | MISSING = MISSING
    notes: Notes | MISSING | None = MISSING
    tags: Tags | MISSING | None = MISSING

    def changes(self) -> dict[str, Any]:
        """What to set. RFC 7396: null takes a member away, so its default is back."""
        return {
            name: BookmarkInput.model_fields[name].default if value is None else value
            for name, value in self.model_dump().items()
        }


class NoQuery(Input):
    """The query of every operation but GET /bookmarks."""


class BookmarkQuery(Input):
    """The query of GET /bookmarks; each parameter arrives as a list of texts."""

    tag: Tags = []
    q: Annotated[str, Field(min_length=1, max_length=200), without(CONTROLS)] = ""
    sort: Literal["created_at", "-created_at", "title", "-title"] = "-created_at"
    limit: Annotated[int, BeforeValidator(digits), Field(ge=1, le=100)] = 20
    cursor: Annotated[Position | None, BeforeValidator(in_this_order)] = None

    @field_validator("q", "sort", "limit", "cursor", mode="before")
    @classmethod
    def once(cls, values: list[str]) -> str:
        if len(values) > 1:
            raise PydanticCustomError("repeated", "Parameter is given more than once")
        return values[0]


class Output(BaseModel):
    """Made from a row, or from anything else with these attributes."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class User(Output):
    """A user, as shown to that user."""

    id: int
    username: str
    created_at: Time


class Token(Output):
    """A token, shown this once."""

    token: str
    expires_at: Time


class Bookmark(Output):
    """A bookmark, as shown to the user who keeps it."""

    id: int
    url: str
    title: str
    notes: str
    tags: Annotated[list[str], BeforeValidator(sorted)]
    created_at: Time
    updated_at: Time


class BookmarkPage(Output):
    """Some bookmarks, and the cursor of the next page if there is one."""

    items: list[Bookmark]
    next: str | None


class TagCount(Output):
    """A tag, and how many bookmarks carry it."""

    name: str
    count: int


class TagList(Output):
    """Every tag that a bookmark of the caller carries."""

    items: list[TagCount]
