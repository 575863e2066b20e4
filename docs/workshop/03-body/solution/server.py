"""A small JSON API, from the socket up."""

import json
import os
import socket
import traceback
from http import HTTPStatus
from typing import NamedTuple

import store

HOSTS = ("localhost", "127.0.0.1")
BAD_REQUEST = (
    400,
    {"Content-Type": "application/problem+json"},
    {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "This is no HTTP request.",
    },
)


class Request(NamedTuple):
    """What a client asks for."""

    method: str
    path: str
    headers: dict
    body: bytes


class Refused(Exception):
    """A request that cannot be done: status, name and detail of the problem."""


def main():
    """Listen on $PORT, for programs on this machine alone."""
    port = int(os.environ.get("PORT", "8000"))
    with socket.create_server(("127.0.0.1", port)) as listener:
        print(f"Listening on http://127.0.0.1:{port}", flush=True)
        serve(listener)


def serve(listener):
    """Answer one connection after another."""
    # >>> accept: Take a connection, answer it, close it; then the next one.
    while True:
        connection, _ = listener.accept()
        with connection:
            answer(connection)
    # <<< accept


def answer(connection):
    """Read one request and answer it."""
    try:
        request = read_request(connection)
    except (EOFError, ConnectionError):
        return  # the client has left
    except ValueError:
        traceback.print_exc()  # the client's mistake, or ours
        response = BAD_REQUEST
    else:
        response = handle(request)
    send(connection, *response)


def read_request(connection):
    """Return what was asked; ValueError if it is no HTTP."""
    head, _, begun = read_head(connection).partition(b"\r\n\r\n")
    method, path, headers = parse_head(head)
    body = read_body(connection, begun, int(headers.get("content-length", "0")))
    return Request(method, path, headers, body)


def read_head(connection):
    """Return the bytes up to the empty line; EOFError if the client leaves before."""
    # >>> read-head: Receive until the empty line is there, however many pieces come.
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        if not piece:
            raise EOFError
        data += piece
    return data
    # <<< read-head


def parse_head(head):
    """Take a head apart: method, path, and headers by their names in small letters."""
    # >>> parse-head: Split the request line and the headers; ValueError if it is wrong.
    request_line, *lines = head.decode("latin-1").split("\r\n")
    method, path, _version = request_line.split(" ")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return method, path, headers
    # <<< parse-head


def read_body(connection, body, length):
    """Return the whole body; what came with the head is in `body` already."""
    # >>> read-body: Receive until there are `length` bytes; EOFError if too few come.
    while len(body) < length:
        piece = connection.recv(length - len(body))
        if not piece:
            raise EOFError
        body += piece
    return body
    # <<< read-body


def handle(request):
    """Return the response to a request: status, headers, body."""
    # >>> host: Refuse a Host that is not one of HOSTS, whatever port stands behind it.
    host = request.headers.get("host", "").partition(":")[0]
    if host not in HOSTS:
        return problem(400, "host-not-allowed", f"This is not {host!r}.")
    # <<< host
    try:
        return route(request)
    except Refused as refused:
        return problem(*refused.args)
    except Exception:
        # One failed request is one failed request: say it here, and go on.
        traceback.print_exc()
        return problem(500, "internal-error", "This failed, and it is our mistake.")


def route(request):
    """Return what stands at the path."""
    if request.path == "/health":
        return 200, {}, {"status": "ok"}
    if (request.method, request.path) == ("POST", "/bookmarks"):
        return create(request)
    return problem(404, "not-found", f"There is no {request.path}.")


def create(request):
    """Make a bookmark."""
    fields = read_fields(request)
    # >>> create: Store it, then 201: where it is, in Location, and what it is.
    bookmark = store.insert(fields)
    return 201, {"Location": f"/bookmarks/{bookmark['id']}"}, bookmark
    # <<< create


def read_fields(request):
    """Return the members of a bookmark that the client may choose."""
    data = read_json(request)
    try:
        return {"url": data["url"], "title": data["title"]}
    except (KeyError, TypeError):
        raise Refused(422, "invalid", "A bookmark has a url and a title.") from None


def read_json(request):
    """Return the body as what it stands for."""
    # >>> read-json: Parse it; what is no JSON in UTF-8 is refused, 400 malformed-json.
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise Refused(400, "malformed-json", str(error)) from None
    # <<< read-json


def problem(status, name, detail, headers=None):
    """Return an error in the form of RFC 9457."""
    body = {
        "type": f"urn:fourways:problem:{name}",
        "title": name.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
    }
    headers = {"Content-Type": "application/problem+json", **(headers or {})}
    return status, headers, body


def send(connection, status, headers, body):
    """Send a whole response; `body` goes as JSON, None as no body at all."""
    headers = {**headers, "Connection": "close"}
    content = b""
    if body is not None:
        content = json.dumps(body).encode()
        headers.setdefault("Content-Type", "application/json")
        # >>> length: Put the length of `content` into `headers`.
        headers["Content-Length"] = len(content)
        # <<< length
    phrase = HTTPStatus(status).phrase
    # >>> response: Send the status line, the headers, an empty line, the content.
    lines = [f"HTTP/1.1 {status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join(lines) + "\r\n\r\n"
    connection.sendall(head.encode() + content)
    # <<< response


if __name__ == "__main__":
    main()
