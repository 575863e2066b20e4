"""What one member of a body or one query parameter may be (Pydantic)."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from .models import MAX_ID

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


def rfc3339(time: datetime) -> str:
    return time.isoformat(timespec="microseconds").replace("+00:00", "Z")


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
Id = Annotated[int, Field(ge=1, le=MAX_ID)]
SearchText = Annotated[str, Field(min_length=1, max_length=200), without(CONTROLS)]
Limit = Annotated[int, BeforeValidator(digits), Field(ge=1, le=100)]
Time = Annotated[
    datetime,
    PlainSerializer(rfc3339),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
