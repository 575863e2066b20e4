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
    send(connection, 200, {"status": "ok"})


def send(connection, status, body):
    """Send a whole response whose body is `body` as JSON."""
    content = json.dumps(body).encode()
    phrase = HTTPStatus(status).phrase
    # >>> response: Send the status line, the headers, an empty line, the body.
    head = (
        f"HTTP/1.1 {status} {phrase}\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n"
        "Connection: close\r\n"
        "\r\n"
    )
    connection.sendall(head.encode() + content)
    # <<< response


if __name__ == "__main__":
    main()
