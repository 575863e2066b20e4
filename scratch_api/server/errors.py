"""Why a request is refused, and with which status.

Stands for: the error pages that nginx or gunicorn send before any application is
asked. Parsers raise these; `connection.py` is the one place that turns them into a
response.

    RequestError
    ├── BadRequest              400  not HTTP, or HTTP that can be read in two ways
    ├── RequestTimeout          408  begun but not finished in time
    ├── ContentTooLarge         413  the body is over the limit
    ├── TargetTooLong           414  the request line is over the limit
    ├── ExpectationFailed       417  `Expect` asks for something unknown
    ├── HeadTooLarge            431  the header or trailer section is over the limit
    ├── CannotStore             500  no room on the disk for a large body
    ├── NotImplementedHere      501  CONNECT, or a transfer coding other than chunked
    └── VersionNotSupported     505  not HTTP/1.x
    AppError                    500  the application broke the rules of WSGI
    ClientGone                       nobody is left to answer
"""


class RequestError(Exception):
    """A request that this server refuses by itself."""

    status = 400
    title = "Bad Request"

    def __init__(self, detail: str) -> None:
        """Take one sentence for the person who reads the response."""
        super().__init__(detail)
        self.detail = detail


class BadRequest(RequestError):
    """Not HTTP, or HTTP that two readers could understand in two ways."""


class RequestTimeout(RequestError):
    """The request was begun, but did not arrive in time."""

    status = 408
    title = "Request Timeout"


class ContentTooLarge(RequestError):
    """The request body is over the limit."""

    status = 413
    title = "Content Too Large"


class TargetTooLong(RequestError):
    """The request line is over the limit."""

    status = 414
    title = "URI Too Long"


class ExpectationFailed(RequestError):
    """The client expects something other than 100-continue."""

    status = 417
    title = "Expectation Failed"


class HeadTooLarge(RequestError):
    """The header section, or the trailer section, is over the limit."""

    status = 431
    title = "Request Header Fields Too Large"


class CannotStore(RequestError):
    """A large body could not be written to the temporary folder."""

    status = 500
    title = "Internal Server Error"


class NotImplementedHere(RequestError):
    """A method or a transfer coding that this server does not have."""

    status = 501
    title = "Not Implemented"


class VersionNotSupported(RequestError):
    """Another major version of HTTP."""

    status = 505
    title = "HTTP Version Not Supported"


class AppError(Exception):
    """The application broke the rules of WSGI (PEP 3333)."""


class ClientGone(ConnectionError):
    """The client closed the connection, or does not read its answer."""
