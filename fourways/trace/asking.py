"""What to ask: any method and path of the API, as it is or as one of the cases.

    asking = parse("POST /bookmarks", "conflict")
    asked = asking.prepare(session)      as often as wanted, each time afresh

What a request needs is made before it: a user, a bookmark for `{id}`, another one to
be in conflict with. Bodies are such as a client would send.
"""

import json
from dataclasses import dataclass, replace
from typing import Any, Final

from contract_tests.support.openapi import document, path_of
from fourways.selection import did_you_mean
from fourways.terminal import Mistake
from fourways.trace.session import Session
from fourways.trace.socket_client import Asked

ID: Final = "{id}"
WITH_BODY: Final = ("POST", "PUT", "PATCH")
WRONG_METHODS: Final = ("DELETE", "PUT", "PATCH", "POST")
CONFLICTS: Final = (
    ("POST", "/users"),
    ("POST", "/bookmarks"),
    ("PUT", "/bookmarks/{id}"),
    ("PATCH", "/bookmarks/{id}"),
)
CASES: Final = ("malformed", "wrong-method", "unauthorized", "conflict")


@dataclass(frozen=True)
class Asking:
    """A request to be made: `template` is its path as openapi.yaml writes it."""

    method: str
    path: str
    query: str
    template: str
    case: str | None
    is_open: bool
    """Whether it needs no token."""

    def prepare(self, session: Session, *, rehearsal: bool = False) -> Asked:
        """The request, when all that it needs is there.

        A rehearsal of DELETE takes another bookmark than the one that is named.
        """
        path, values = self.path, self._values(session)
        if ID in self.template:
            made = self._bookmark(session)
            if path == self.template or (rehearsal and self.method == "DELETE"):
                path = self.template.replace(ID, str(made))
        if (self.method, self.template) == ("DELETE", "/tokens/current"):
            session.sign_in()
        body = None if values is None else json.dumps(values).encode()
        asked = Asked(
            method=self.method,
            path=path + self.query,
            token=None if self.is_open else session.token,
            body=body,
        )
        return self._in_case(asked, session)

    def _in_case(self, asked: Asked, session: Session) -> Asked:
        if self.case == "malformed":
            assert asked.body is not None
            return replace(asked, body=asked.body[:-1])  # without its last brace
        if self.case == "wrong-method":
            return replace(asked, method=_wrong_method(self.template), body=None)
        if self.case == "unauthorized":
            return replace(asked, token=None)
        if self.case == "conflict":
            assert asked.body is not None
            self._take(session, json.loads(asked.body))
        return asked

    def _values(self, session: Session) -> dict[str, Any] | None:
        """What stands in the body."""
        if self.method not in WITH_BODY:
            return None
        if self.template == "/users":
            return session.credentials(f"fresh-{session.fresh():04}")
        if self.template == "/tokens":
            return session.credentials(session.username)
        if self.method == "PATCH" and self.case != "conflict":
            return {"title": f"Another title {session.fresh():04}"}
        if self.method == "PATCH":
            return {"url": bookmark(session)["url"]}
        return bookmark(session)

    def _bookmark(self, session: Session) -> int:
        """The id of a new bookmark; so there is always one with the id 1."""
        body = json.dumps(bookmark(session)).encode()
        asked = Asked("POST", "/bookmarks", session.token, body)
        number: int = session.do(asked, 201).json()["id"]
        return number

    def _take(self, session: Session, values: dict[str, Any]) -> None:
        """Let somebody else be there first."""
        path = "/users" if self.template == "/users" else "/bookmarks"
        if path == "/bookmarks":
            values = {**bookmark(session), "url": values["url"]}
        token = None if path == "/users" else session.token
        session.do(Asked("POST", path, token, json.dumps(values).encode()), 201)


def bookmark(session: Session) -> dict[str, Any]:
    """A bookmark that is not there yet."""
    return {
        "url": f"https://example.org/{session.fresh():04}",
        "title": "An example",
        "notes": "Read this again.",
        "tags": ["python", "web"],
    }


def parse(text: str, case: str | None = None) -> Asking:
    """What `METHOD PATH` asks for. Raises Mistake."""
    method, _, target = " ".join(text.split()).partition(" ")
    method = method.upper()
    path, mark, query = target.partition("?")
    if not path.startswith("/") or not target.isascii() or " " in target:
        raise Mistake(f'"{text}" is no request: write it like "POST /bookmarks"')
    template = _template(path)
    allowed = methods(template)
    if method not in allowed:
        raise Mistake(
            f"{template} has no {method}. It has {', '.join(allowed)}; to see how"
            " another method is refused: --case wrong-method"
        )
    asking = Asking(
        method=method,
        path=path,
        query=mark + query,
        template=template,
        case=case,
        is_open=method == "OPTIONS" or _is_open(template, method),
    )
    if case is not None:
        _check(asking, case)
    return asking


def _check(asking: Asking, case: str) -> None:
    """Raise Mistake for a case that the request cannot be."""
    what = f"{asking.method} {asking.template}"
    if case not in CASES:
        hint = did_you_mean(case, list(CASES))
        raise Mistake(f'there is no case "{case}".{hint} They are {", ".join(CASES)}')
    if case == "malformed" and asking.method not in WITH_BODY:
        raise Mistake(f"{what} has no body that could be malformed")
    if case == "unauthorized" and asking.is_open:
        raise Mistake(f"{what} needs no token, so nobody is refused")
    if case == "conflict" and (asking.method, asking.template) not in CONFLICTS:
        others = ", ".join(" ".join(each) for each in CONFLICTS)
        raise Mistake(f"{what} cannot be in conflict; what can is {others}")


def _template(path: str) -> str:
    """The path as openapi.yaml writes it."""
    known = list(document()["paths"])
    documented = path_of(path)
    if documented is not None:
        return documented.template
    if path not in known:
        hint = did_you_mean(path, known)
        raise Mistake(
            f"the API has no {path}.{hint} Its paths are {', '.join(known)};"
            f" {ID} stands for a bookmark that is there"
        )
    return path


def methods(template: str) -> list[str]:
    """What can be asked of a path."""
    named = [each.upper() for each in document()["paths"][template]]
    found = [
        each for each in named if each in ("GET", "POST", "PUT", "PATCH", "DELETE")
    ]
    return [*found, *(["HEAD"] if "GET" in found else []), "OPTIONS"]


def _wrong_method(template: str) -> str:
    return next(each for each in WRONG_METHODS if each not in methods(template))


def _is_open(template: str, method: str) -> bool:
    operations = document()["paths"][template]
    operation = operations["get" if method == "HEAD" else method.lower()]
    return bool(operation.get("security") == [])
