"""What bodies and queries may hold, and what answers do (Pydantic)."""

from typing import Annotated, Any, Literal

from pydantic import (
    MISSING,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from .cursors import read_cursor
from .fields import Limit, Notes, Password, SearchText, Tags, Time, Title, Url, Username


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
    q: SearchText = ""
    sort: Literal["created_at", "-created_at", "title", "-title"] = "-created_at"
    limit: Limit = 20
    cursor: Any = None

    @field_validator("q", "sort", "limit", "cursor", mode="before")
    @classmethod
    def once(cls, values: list[str]) -> str:
        if len(values) > 1:
            raise PydanticCustomError("repeated", "Parameter is given more than once")
        return values[0]

    @field_validator("cursor")
    @classmethod
    def in_this_order(cls, cursor: str, info: ValidationInfo) -> tuple[Any, int]:
        return read_cursor(cursor, info.data.get("sort", ""))


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
