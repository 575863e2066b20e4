"""The request parser against `requests/*/*.http`, at once and byte by byte."""

from collections.abc import Callable, Iterable, Iterator

import pytest

from scratch_api.server import Limits
from scratch_api.server.errors import RequestError
from scratch_api.server.request import Request, RequestReader, Waiting

from .fixtures import Case, cases

Arrive = Callable[[bytes], Iterable[bytes]]

LIMITS = Limits(max_body_bytes=1_000)

VALID = cases("valid")
INVALID = cases("invalid")
INCOMPLETE = cases("incomplete")


def at_once(data: bytes) -> Iterable[bytes]:
    """Everything in one packet."""
    return [data]


def byte_by_byte(data: bytes) -> Iterable[bytes]:
    """One byte a packet."""
    return (bytes([byte]) for byte in data)


ARRIVALS = pytest.mark.parametrize("arrive", [at_once, byte_by_byte])


def read(pieces: Iterable[bytes]) -> Iterator[Request]:
    """Feed a reader and take out what is complete."""
    reader = RequestReader(LIMITS)
    for piece in pieces:
        reader.feed(piece)
        while (request := reader.next()) is not None:
            yield request


def described(request: Request) -> dict[str, object]:
    """Everything that a fixture can ask for."""
    return {
        "method": request.head.method,
        "minor_version": request.head.minor_version,
        "keep_alive": request.head.keep_alive,
        "fields": request.head.fields,
        "path": request.target.path,
        "query": request.target.query,
        "host": request.target.host,
        "body": request.body.read().decode("latin-1"),
        "length": request.length,
    }


@ARRIVALS
@pytest.mark.parametrize("case", VALID, ids=lambda case: case.name)
def test_a_valid_request_is_understood(case: Case, arrive: Arrive) -> None:
    wanted = case.expected["request"]
    found = [described(request) for request in read(arrive(case.data))]
    picked = [
        {key: item[key] for key in want}
        for item, want in zip(found, wanted, strict=True)
    ]
    assert picked == wanted, case.expected["rule"]


@ARRIVALS
@pytest.mark.parametrize("case", INVALID, ids=lambda case: case.name)
def test_an_invalid_request_is_refused(case: Case, arrive: Arrive) -> None:
    with pytest.raises(RequestError) as refused:
        list(read(arrive(case.data)))
    assert refused.value.status == case.expected["status"], case.expected["rule"]


@pytest.mark.parametrize("case", INVALID, ids=lambda case: case.name)
def test_the_reason_does_not_depend_on_the_packets(case: Case) -> None:
    details = []
    for arrive in (at_once, byte_by_byte):
        with pytest.raises(RequestError) as refused:
            list(read(arrive(case.data)))
        details.append(refused.value.detail)
    assert details[0] == details[1]


@ARRIVALS
@pytest.mark.parametrize("case", INCOMPLETE, ids=lambda case: case.name)
def test_an_unfinished_request_waits_for_more(case: Case, arrive: Arrive) -> None:
    assert list(read(arrive(case.data))) == []


@pytest.mark.parametrize(
    "case", [case for case in VALID if len(case.data) < 500], ids=lambda case: case.name
)
def test_a_valid_request_is_never_complete_early(case: Case) -> None:
    last = case.expected["request"][-1]
    count = len(case.expected["request"])
    assert len(list(read(at_once(case.data[:-1])))) == count - 1, last


@ARRIVALS
def test_an_empty_line_does_not_begin_a_request(arrive: Arrive) -> None:
    reader = RequestReader(LIMITS)
    for piece in arrive(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n\r\n"):
        reader.feed(piece)
        reader.next()
    reader.next()
    assert reader.waiting is Waiting.FOR_REQUEST


def test_every_fixture_names_its_rule() -> None:
    assert all(case.expected["rule"] for case in VALID + INVALID + INCOMPLETE)


def test_there_are_fixtures() -> None:
    assert (len(VALID) > 40, len(INVALID) > 80) == (True, True)
