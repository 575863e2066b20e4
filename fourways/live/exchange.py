"""One request to every backend at once, and what the page shows of it."""

import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fourways.live import compose, wire
from fourways.live.answer import segments
from fourways.live.compare import compared
from fourways.live.running import Answer, Running


def send_to_all(backends: Sequence[Running], template: str) -> dict[str, Any]:
    """Send a request. Raises compose.TooLong.

    answers: one a backend, in order, {sent, ending, note, log, sql, parts}, where
    parts is a list of [text, mark]. rows: what differs, [part, value, ...].
    """
    more = {"unique": secrets.token_hex(6)}
    with ThreadPoolExecutor(len(backends)) as pool:
        answers = list(pool.map(lambda each: each.send(template, more), backends))
    comparison = compared(
        [segments(each.received.data, wire.method_of(each.sent)) for each in answers],
        [each.values for each in answers],
    )
    return {
        "answers": [
            {**_shown(answer), "parts": [[part.text, part.mark] for part in parts]}
            for answer, parts in zip(answers, comparison.answers, strict=True)
        ],
        "rows": [[row.part, *row.values] for row in comparison.rows],
    }


def _shown(answer: Answer) -> dict[str, Any]:
    return {
        "sent": compose.shown(answer.sent),
        "ending": answer.received.ending,
        "note": answer.note,
        "log": answer.log,
        "sql": answer.sql,
    }
