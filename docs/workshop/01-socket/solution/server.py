"""A small JSON API, from the socket up."""

import json
import os
import socket
from http import HTTPStatus


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
    """Answer one request, whatever it says."""
    connection.recv(65_536)
    send(connection, 200, {}, {"status": "ok"})


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
