"""Validation: is the data what the API says it takes?

Stands for: Pydantic models, Django forms.

A rule is a function from a value to its findings: what is wrong, and where below
the value (a JSON pointer, RFC 6901; "" is the value itself). No rule changes a
value, and none stops at the first finding.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from scratch_api.errors import Invalid
from scratch_api.web.bodies import JSON, read_json
from scratch_api.web.request import Request

Finding = tuple[str, str]
Rule = Callable[[object], Iterable[Finding]]

USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{2,29}")
TAG = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
MAX_TAGS = 20

# Unicode category Cc, NUL among them, which PostgreSQL cannot store. And surrogates:
# in a query they stand for bytes that are not UTF-8.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
CONTROL_BUT_NEWLINE_AND_TAB = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

# RFC 3986 3, in the order of the parts. `fullmatch`, not `$`: that would let a
# newline follow.
ESCAPED = "%[0-9A-Fa-f]{2}"
SAFE = "-A-Za-z0-9._~!$&'()*+,;="
PATH, QUERY = f"(?:[{SAFE}:@/]|{ESCAPED})*", f"(?:[{SAFE}:@/?]|{ESCAPED})*"
URL = re.compile(
    r"[Hh][Tt][Tt][Pp][Ss]?://"
    rf"(?:(?:[{SAFE}:]|{ESCAPED})*@)?"  # user
    rf"(?:\[[0-9A-Fa-f:.]+\]|(?:[{SAFE}]|{ESCAPED})+)"  # host
    r"(?::[0-9]*)?"  # port
    rf"(?:/{PATH})?(?:\?{QUERY})?(?:#{QUERY})?"
)


def text(
    value: object, low: int, high: int, control: re.Pattern[str] = CONTROL
) -> Iterator[Finding]:
    """A text of low to high code points without control characters."""
    if not isinstance(value, str):
        yield "", "must be a string"
    elif not low <= len(value) <= high:
        yield "", f"must have {low} to {high} characters"
    elif control.search(value):
        yield "", "must be text without control characters"


def pattern(value: object, form: re.Pattern[str], detail: str) -> Iterator[Finding]:
    """A text that has this form from its first to its last character."""
    if not isinstance(value, str):
        yield "", "must be a string"
    elif not form.fullmatch(value):
        yield "", detail


def username(value: object) -> Iterator[Finding]:
    """As it appears in URLs and logs."""
    detail = "must be 3 to 30 of A-Z a-z 0-9 _ -, the first of them a letter"
    return pattern(value, USERNAME, detail)


def password(value: object) -> Iterator[Finding]:
    """Any text that can be typed."""
    return text(value, 8, 128)


def url(value: object) -> Iterator[Finding]:
    """An absolute http or https URL with a host."""
    detail = "must be an absolute http or https URL of at most 2,000 characters"
    if isinstance(value, str) and len(value) > 2_000:
        yield "", detail
    else:
        yield from pattern(value, URL, detail)


def title(value: object) -> Iterator[Finding]:
    """A line of text that shows something."""
    if isinstance(value, str) and value.isspace():
        yield "", "must not be only white space"
    else:
        yield from text(value, 1, 200)


def notes(value: object) -> Iterator[Finding]:
    """Lines of text."""
    return text(value, 0, 10_000, CONTROL_BUT_NEWLINE_AND_TAB)


def tag(value: object) -> Iterator[Finding]:
    """As it appears in URLs and logs."""
    detail = "must be 1 to 50 of a-z 0-9 -, the first of them no hyphen"
    return pattern(value, TAG, detail)


def tags(value: object) -> Iterator[Finding]:
    """A list of tags."""
    if not isinstance(value, list):
        yield "", "must be an array"
    elif len(value) > MAX_TAGS:
        yield "", f"must have at most {MAX_TAGS} elements"
    else:
        for index, element in enumerate(value):
            for below, what in tag(element):
                yield f"/{index}{below}", what


def nullable(rule: Rule) -> Rule:
    """The rule, but null passes too."""
    return lambda value: () if value is None else rule(value)


CREDENTIALS_REQUIRED = ("username", "password")
CREDENTIALS: dict[str, Rule] = {"username": username, "password": password}

BOOKMARK_REQUIRED = ("url", "title")
BOOKMARK: dict[str, Rule] = {"url": url, "title": title, "notes": notes, "tags": tags}
BOOKMARK_PATCH = BOOKMARK | {"notes": nullable(notes), "tags": nullable(tags)}


def read_body(
    request: Request,
    rules: Mapping[str, Rule],
    required: Iterable[str] = (),
    media_types: tuple[str, ...] = JSON,
) -> dict[str, Any]:
    """The members of the body, all of them valid.

    Raises UnsupportedMediaType, ContentTooLarge, MalformedJson, Invalid.
    """
    body = read_json(request, media_types)
    errors = unknown_parameters(request)
    if not isinstance(body, dict):
        raise Invalid([*errors, {"pointer": "", "detail": "must be an object"}])
    for name in required:
        if name not in body:
            errors.append({"pointer": f"/{name}", "detail": "is required"})
    for name, value in body.items():
        errors += _member_errors(name, value, rules)
    if errors:
        raise Invalid(errors)
    return body


def _member_errors(
    name: str, value: object, rules: Mapping[str, Rule]
) -> list[dict[str, str]]:
    # RFC 6901 3: these two characters have a meaning in a pointer.
    pointer = "/" + name.replace("~", "~0").replace("/", "~1")
    if name not in rules:
        return [{"pointer": pointer, "detail": "is not known here"}]
    findings = rules[name](value)
    return [{"pointer": pointer + below, "detail": what} for below, what in findings]


def unknown_parameters(
    request: Request, known: Iterable[str] = ()
) -> list[dict[str, str]]:
    """An error for each query parameter that the operation does not know."""
    return [
        {"parameter": name, "detail": "is not known here"}
        for name in request.query
        if name not in known
    ]


def no_query(request: Request) -> None:
    """For operations without query parameters. Raises Invalid."""
    if errors := unknown_parameters(request):
        raise Invalid(errors)
