"""Bytes in, bytes out: the half of the program that knows the network."""

import json
import os
import socket
import threading
import traceback
from http import HTTPStatus

from app import Request, handle

SECONDS = 1
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
    """Answer every connection in a thread of its own."""
    while True:
        connection, _ = listener.accept()
        # >>> thread: Have a new thread call `converse(connection)`, and go on at once.
        thread = threading.Thread(target=converse, args=[connection], daemon=True)
        thread.start()
        # <<< thread


class Stream:
    """A connection, and what has been read from it too early."""

    def __init__(self, connection):
        self.sendall = connection.sendall
        self._receive = connection.recv
        self._returned = b""

    def give_back(self, data):
        """Take back what belongs to the next request."""
        self._returned = data + self._returned

    def recv(self, size):
        """Return what was given back before, and only then what is new."""
        # >>> recv: At most `size` bytes of what was given back; or of the connection.
        if not self._returned:
            return self._receive(size)
        data, self._returned = self._returned[:size], self._returned[size:]
        return data
        # <<< recv


def converse(connection):
    """Answer the requests of one connection, as long as it goes on."""
    with connection:
        # >>> patience: A client that says nothing for SECONDS is no client any more.
        connection.settimeout(SECONDS)
        # <<< patience
        stream = Stream(connection)
        # >>> again: Answer one after the other; `answer` says whether another may come.
        while answer(stream):
            pass
        # <<< again


def answer(stream):
    """Read one request and answer it; return whether another one may follow."""
    try:
        request, goes_on = read_request(stream)
    except (EOFError, OSError):
        return False  # the client has left, or is too slow
    except ValueError:
        traceback.print_exc()  # the client's mistake, or ours
        request, goes_on = None, False
    status, headers, body = handle(request) if request else BAD_REQUEST
    if not goes_on:
        headers = {**headers, "Connection": "close"}
    send(stream, status, headers, body)
    return goes_on


def read_request(stream):
    """Return what was asked, and whether the client wants to ask more."""
    head, _, begun = read_head(stream).partition(b"\r\n\r\n")
    method, path, headers = parse_head(head)
    length = int(headers.get("content-length", "0"))
    stream.give_back(begun[length:])
    body = read_body(stream, begun[:length], length)
    version = head.split(b"\r\n")[0][-8:]
    return Request(method, path, headers, body), persists(version, headers)


def persists(version, headers):
    """Return whether the connection stays open after this request."""
    # >>> persists: HTTP/1.1 does, unless the client says close; HTTP/1.0 does not.
    return version == b"HTTP/1.1" and headers.get("connection", "").lower() != "close"
    # <<< persists


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
    headers = dict(headers)
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
