"""Cross-origin requests: which other sites may call this API from a browser?

Stands for: `CORSMiddleware`, flask-cors, django-cors-headers.

A browser lets a page read an answer from another origin only if the answer
names the page's origin, and asks first (a preflight) before it sends anything
that a plain form could not send (Fetch 3.3).
"""

from collections.abc import Sequence

from scratch_api.web.request import Request
from scratch_api.web.response import Header

METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
REQUEST_HEADERS = "authorization, content-type, if-match, if-none-match"
EXPOSED_HEADERS = "ETag, Location, Link"
PREFLIGHT_SECONDS = "600"


class CorsPolicy:
    """The origins whose pages may read the answers."""

    def __init__(self, origins: Sequence[str]) -> None:
        self.origins = frozenset(origins)

    def headers(self, request: Request) -> list[Header]:
        """The headers for any response to this request."""
        if not self.origins:
            return []
        # Caches must not give one origin the answer meant for another.
        headers = [("Vary", "Origin")]
        origin = request.header("Origin")
        # Compared as a whole: a look-alike may begin or end like an allowed one.
        if origin in self.origins:
            headers.append(("Access-Control-Allow-Origin", origin))
            headers.append(("Access-Control-Expose-Headers", EXPOSED_HEADERS))
        return headers

    def preflight(self, request: Request) -> list[Header]:
        """Further headers for the response to OPTIONS."""
        if request.header("Origin") not in self.origins:
            return []
        return [
            ("Access-Control-Allow-Methods", METHODS),
            ("Access-Control-Allow-Headers", REQUEST_HEADERS),
            ("Access-Control-Max-Age", PREFLIGHT_SECONDS),
        ]
