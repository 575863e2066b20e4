"""The router: which handler answers this method on this path?

Stands for: Werkzeug's `Map`, Starlette's `Router`, Django's `urlpatterns`.

A path in the table is exact text; a segment `{name:kind}` matches what the
converter of that kind accepts and hands its value to the request.
"""

import re
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import unquote

from scratch_api.web.problems import MethodNotAllowed, NotFound
from scratch_api.web.request import Request
from scratch_api.web.response import Response

Context = TypeVar("Context")
Handler = Callable[[Request, Context], Response]


def _id(segment: str) -> int | None:
    """A number from 1 to 2^63-1, written in the one way there is."""
    # [0-9], for \d and int() also take the digits of other scripts.
    if not re.fullmatch(r"[1-9][0-9]{0,18}", segment) or int(segment) >= 2**63:
        return None
    return int(segment)


Converter = Callable[[str], int | None]

CONVERTERS: dict[str, Converter] = {"id": _id}


class Route(NamedTuple, Generic[Context]):
    """One line of the table."""

    method: str
    path: str
    handler: Handler[Context]


class Parameter(NamedTuple):
    """A segment that stands for a value: `{name:kind}`."""

    name: str
    convert: Converter


class Path(Generic[Context]):
    """One path of the table, with all its methods."""

    def __init__(self, template: str, methods: dict[str, Handler[Context]]) -> None:
        self.segments = [_segment(text) for text in template.split("/")]
        self.methods = methods
        # RFC 9110 9.3.2 and 9.3.7: HEAD comes with GET, OPTIONS with every path.
        names = {*methods, "OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
        self.allow = ", ".join(sorted(names))

    def match(self, segments: list[str]) -> dict[str, int] | None:
        """The values of the path's parameters, or None if it is another path."""
        if len(segments) != len(self.segments):
            return None
        parameters: dict[str, int] = {}
        for expected, segment in zip(self.segments, segments, strict=True):
            if isinstance(expected, Parameter):
                value = expected.convert(segment)
                if value is None:
                    return None
                parameters[expected.name] = value
            elif expected != segment:
                return None
        return parameters

    def handler(self, method: str) -> Handler[Context]:
        """The handler of a method. Raises MethodNotAllowed."""
        handler = self.methods.get("GET" if method == "HEAD" else method)
        if handler is None:
            # RFC 9110 15.5.6: a 405 must say which methods there are.
            raise MethodNotAllowed(
                f"This path takes {self.allow}.", [("Allow", self.allow)]
            )
        return handler


def _segment(text: str) -> str | Parameter:
    if not text.startswith("{"):
        return text
    name, kind = text.strip("{}").split(":")
    return Parameter(name, CONVERTERS[kind])


class Router(Generic[Context]):
    """The table of routes, by path."""

    def __init__(self, routes: Sequence[Route[Context]]) -> None:
        table: dict[str, dict[str, Handler[Context]]] = {}
        for route in routes:
            table.setdefault(route.path, {})[route.method] = route.handler
        self.paths = [Path(template, methods) for template, methods in table.items()]

    def find(self, path: str) -> tuple[Path[Context], dict[str, int]]:
        """The path of the table, and the values found in it. Raises NotFound."""
        # RFC 3986 2.4: split first, decode then, or %2F would act as a slash.
        segments = [unquote(segment) for segment in path.split("/")]
        for candidate in self.paths:
            parameters = candidate.match(segments)
            if parameters is not None:
                return candidate, parameters
        raise NotFound("There is nothing at this path.")
