"""A request's body as strict JSON: declared, of bounded size, of one meaning."""

import json

from .errors import ContentTooLarge, MalformedJson, UnsupportedMediaType

LIMIT = 65_536  # bytes


def read_json(request):
    """Return the parsed body, or raise 415, 413 or 400, in that order."""
    types = ["application/json"]
    if request.method == "PATCH":
        types.append("application/merge-patch+json")
    charset = request.content_params.get("charset", "utf-8")
    if (
        request.content_type.lower() not in types
        or not request.content_params.keys() <= {"charset"}
        or charset.lower() != "utf-8"
    ):
        # RFC 5789 2.2: a refused PATCH says what it would take.
        patch = {"Accept-Patch": ", ".join(types)} if len(types) > 1 else None
        raise UnsupportedMediaType(f"Send {' or '.join(types)}, in UTF-8.", patch)

    # request.body checks Content-Length alone, which a chunked body does not have.
    try:
        body = request.read(LIMIT + 1)
    except Exception as error:
        # Whatever the server raises: gunicorn has errors of its own for broken chunks.
        raise MalformedJson("The body did not arrive as it was announced.") from error
    if len(body) > LIMIT:
        raise ContentTooLarge(f"A body has at most {LIMIT} bytes.")
    return parse(body)


def parse(body):
    """Return the value of a JSON text. What RFC 8259 or RFC 7493 refuses is 400."""
    try:
        value = json.loads(
            body.decode(), object_pairs_hook=unique, parse_constant=refuse
        )
        # RFC 7493 2.1: an escaped lone surrogate cannot be encoded again.
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise MalformedJson("The body is nested too deeply.") from None
    except ValueError:
        raise MalformedJson("The body is not one JSON text in UTF-8.") from None
    return value


def unique(pairs):
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member is repeated")
    return members


def refuse(constant):
    raise ValueError(f"{constant} is not JSON")
