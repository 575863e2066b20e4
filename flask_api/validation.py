"""A view says which body and which query it takes; Pydantic says what is wrong."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qs

from flask import request
from pydantic import BaseModel, ValidationError

from .errors import Invalid
from .schemas import NoQuery


def accepts(
    body: type[BaseModel] | None = None, query: type[BaseModel] = NoQuery
) -> Callable:
    """Give the view its `body` and `query`, as instances of these models.

    Whatever is wrong with either is reported at once, as one 422. A view whose
    model for one of them is the default does not get it.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def checked(**values):
            errors = []
            if body is not None:
                values["body"] = read(body, request.get_json(), member, errors)
            asked = read(query, parameters(), parameter, errors)
            if errors:
                raise Invalid(errors)
            if query is not NoQuery:
                values["query"] = asked
            return view(**values)

        return checked

    return decorate


def parameters() -> dict[str, list[str]]:
    """The query. What is not UTF-8 becomes surrogates, which Pydantic refuses.

    In request.args it would be a text: the byte FF the three characters "%FF".
    """
    text = request.query_string.decode(errors="surrogateescape")
    query = parse_qs(text, keep_blank_values=True, errors="surrogateescape")
    # A name is shown in the error that refuses it.
    return {name.encode(errors="replace").decode(): query[name] for name in query}


def read(model: type[BaseModel], data: Any, name: Callable, errors: list) -> Any:
    """An instance of the model, or None and what is wrong added to `errors`."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        # Without the input: it may hold a password.
        for found in error.errors(include_url=False, include_input=False):
            errors.append({**name(found["loc"]), "detail": found["msg"]})


def member(location: tuple[str | int, ...]) -> dict[str, str]:
    # RFC 6901 3: ~ and / inside a name.
    names = (str(name).replace("~", "~0").replace("/", "~1") for name in location)
    return {"pointer": "".join(f"/{name}" for name in names)}


def parameter(location: tuple[str | int, ...]) -> dict[str, str]:
    return {"parameter": str(location[0])}
