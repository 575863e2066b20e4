"""What a learner's machine sends to the board: a nickname and a stage."""

import http.client
import json
from typing import Final
from urllib.parse import urlsplit

PATIENCE_SECONDS: Final = 2
"""A board that is slow or gone must not keep the learner waiting."""
MOST_BYTES: Final = 2_000


class BoardError(Exception):
    """The board was not told; the message says why, in one line."""


def report_progress(board_url: str, nickname: str, stage: int) -> None:
    """Tell the board at `http://host:port` that this learner is at that stage.

    Any number after the last stage means that all are done. Raises BoardError.
    """
    host, port = _address(board_url)
    body = json.dumps({"nickname": nickname, "stage": stage})
    # Directly: a proxy of the house does not know the machines of the room.
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/progress", body.encode(), headers)
        response = connection.getresponse()
        answer = response.read(MOST_BYTES)
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "strerror", None) or _printable(str(error))
        raise BoardError(
            f"the board at {board_url} does not answer: {reason}"
        ) from None
    finally:
        connection.close()
    if response.status != http.client.NO_CONTENT:
        raise BoardError(f"the board at {board_url} says: {_reason(answer)}")


def _address(board_url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(board_url if "//" in board_url else f"//{board_url}", "http")
        host, port = parts.hostname, parts.port or 80
    except ValueError:
        host, port, parts = None, 0, urlsplit("")
    if not host or parts.scheme != "http" or parts.path not in ("", "/"):
        raise BoardError(
            f"a board's address looks like http://192.168.1.5:8400, not {board_url!r}"
        )
    return host, port


def _reason(answer: bytes) -> str:
    try:
        detail = str(json.loads(answer)["detail"])
    except (ValueError, KeyError, TypeError):
        return "something that no board says. Is it one?"
    return _printable(detail)


def _printable(text: str) -> str:
    # What a stranger's program answered goes to a terminal: no control characters.
    return "".join(c if c.isprintable() else "?" for c in text.strip()[:200])
