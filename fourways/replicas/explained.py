"""Which failures of the suite a killed replica explains.

It had taken some requests and not answered them. nginx asks the other replica only
where that is safe; else it answers 502, and nobody knows whether the request was
carried out. A test that sent such a request may fail, and no other. nginx's log names
them all.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from fourways.replicas.access_log import Request
from fourways.results import Check

_TOLD = re.compile(r"\b([A-Z]+) (/\S*) was answered (\d{3})")
_SENT = re.compile(r"^([A-Z]+) (\S+) HTTP/1", re.MULTILINE)

# RFC 9110 9.2.1
SAFE: Final = ("GET", "HEAD", "OPTIONS", "TRACE")

Answer = tuple[str, str, int]
"""Method, path without query, status."""


def interruptions(requests: Iterable[Request]) -> list[Request]:
    """The requests that some replica took and did not answer."""
    return [each for each in requests if each.interrupted]


def explained(check: Check, interrupted: Iterable[Request]) -> bool:
    """Whether a failed test had sent one of these requests.

    Not one that changes nothing and that another replica answered: it did no harm.
    """
    known = {
        (each.method, each.path, each.status)
        for each in interrupted
        if each.method not in SAFE or each.answered_by is None
    }
    return not known.isdisjoint(answers_in(check))


def answers_in(check: Check) -> Iterator[Answer]:
    """What a test was answered, as far as its report says."""
    for exchange in check.exchanges:
        response = exchange["response"]
        if response is None:
            continue
        asked = exchange["request"]
        url = str(asked["url"])
        if url:
            path = "/" + url.partition("//")[2].partition("/")[2]
            yield asked["method"], _without_query(path), response["status"]
        # On a plain socket several requests may have been sent before the answer.
        for method, target in _SENT.findall(str(exchange["sent"])):
            yield method, _without_query(target), response["status"]
    # What the suite sends beside its tests, to sign users up, stands in the message.
    for method, path, status in _TOLD.findall(check.message):
        yield method, _without_query(path), int(status)


def _without_query(path: str) -> str:
    return path.partition("?")[0]
