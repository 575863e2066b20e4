"""The body readers, apart from the requests around them."""

import pytest

from scratch_api.server import Limits
from scratch_api.server.body import ChunkedBody, SizedBody
from scratch_api.server.request import RequestReader, Waiting

CHUNKED = b"4\r\nWiki\r\n7;a=b\r\npedia i\r\nB\r\nn \r\nchunks.\r\n0\r\nX: y\r\n\r\n"


@pytest.mark.parametrize("size", range(1, len(CHUNKED)))
def test_chunks_decode_alike_however_they_are_split(size: int) -> None:
    reader, buffer, decoded = ChunkedBody(Limits()), bytearray(), b""
    for start in range(0, len(CHUNKED), size):
        buffer += CHUNKED[start : start + size]
        decoded += reader.read(buffer)
    assert (decoded, reader.complete) == (b"Wikipedia in \r\nchunks.", True)


def test_a_chunked_body_leaves_what_follows() -> None:
    buffer = bytearray(CHUNKED + b"GET")
    ChunkedBody(Limits()).read(buffer)
    assert buffer == b"GET"


def test_a_sized_body_leaves_what_follows() -> None:
    buffer = bytearray(b"helloGET")
    SizedBody(5).read(buffer)
    assert buffer == b"GET"


def test_a_large_body_is_the_same_from_a_temporary_file() -> None:
    body = bytes(range(256)) * 40
    reader = RequestReader(Limits(body_in_memory=1_000))
    reader.feed(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body))
    reader.next()
    reader.feed(body)
    request = reader.next()
    assert request is not None
    assert request.body.read() == body


def test_a_reader_says_that_it_waits_for_a_body() -> None:
    reader = RequestReader(Limits())
    reader.feed(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel")
    reader.next()
    assert reader.waiting is Waiting.FOR_BODY


def wants_continue(arrived: bytes) -> bool:
    """Whether 100 is sent after these bytes of the body have arrived."""
    reader = RequestReader(Limits())
    head = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
    reader.feed(head + b"Content-Length: 5\r\n\r\n" + arrived)
    reader.next()
    return reader.wants_continue()


def test_continue_is_wanted_before_the_body() -> None:
    assert wants_continue(b"")


@pytest.mark.parametrize("arrived", [b"h", b"hello"])
def test_continue_is_not_wanted_once_the_body_has_begun(arrived: bytes) -> None:
    assert not wants_continue(arrived)
