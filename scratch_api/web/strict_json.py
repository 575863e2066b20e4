"""Strict JSON: one reading of a text, or none.

Stands for: `request.get_json()`, `json.loads(request.body)`.

Python's `json` does the parsing. It takes more than JSON is (NaN, repeated
names, half of a surrogate pair), and lets a small text cost much (depth, digits);
here is what has to be added for RFC 8259 and I-JSON (RFC 7493).
"""

import json
import re
from typing import NoReturn

from scratch_api.web.problems import MalformedJson

MAX_DEPTH = 100
MAX_DIGITS = 400  # the largest double has 309

# The last quote may be missing: a search that cannot fail never begins again, which
# for many quotes would take quadratic time.
STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)


def loads(body: bytes) -> object:
    """The value of a JSON text. Raises MalformedJson."""
    try:
        # RFC 8259 8.1: JSON is exchanged in UTF-8.
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedJson("The body is not UTF-8.") from error

    # More brackets than that allow depth, but need not have it.
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _check_depth(text)
    try:
        value: object = _decoder.decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise MalformedJson(f"The body is not JSON: {error.msg} ({where}).") from error

    # RFC 7493 2.1: an escape can make half of a surrogate pair, which is no text.
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError as error:
            raise MalformedJson("The body has a lone surrogate.") from error
    return value


def _check_depth(text: str) -> None:
    """RFC 8259 9: a parser may limit the depth; a stack has one anyway."""
    depth = 0
    for character in STRING.sub("", text):
        if character in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise MalformedJson(f"The body is nested deeper than {MAX_DEPTH}.")
        elif character in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    # RFC 7493 2.3: with a repeated name, each reader would pick another value.
    if len(members) != len(pairs):
        raise MalformedJson("An object in the body has the same name twice.")
    return members


def _integer(digits: str) -> int:
    # RFC 8259 6: a parser may limit numbers. int() takes quadratic time; float(),
    # which reads the others, does not.
    if len(digits) > MAX_DIGITS:
        raise MalformedJson(f"A number has more than {MAX_DIGITS} digits.")
    return int(digits)


def _constant(name: str) -> NoReturn:
    # RFC 8259 6: NaN and Infinity are no JSON, though Python writes and reads them.
    raise MalformedJson(f"{name} is not JSON.")


# Made once: json.loads would make a decoder for every call.
_decoder = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_constant=_constant,
)
