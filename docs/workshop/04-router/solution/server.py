"""Bytes in, bytes out: the half of the program that knows the network."""

import json
import os
import socket
import traceback
from http import HTTPStatus

from app import Request, handle

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
