"""The users of a backend that requests may act as, and what is theirs.

Made over HTTP, as anybody would. Before each request it is looked whether they are
still there: whoever typed the last one may have deleted or signed out anything.
"""

from typing import Any, Final

import httpx

URL: Final = "https://example.org/kept"
SECOND: Final = {"url": "https://example.org/second", "title": "Another"}
"""So that a page of one bookmark is not the last."""
BOOKMARK: Final = {"url": URL, "title": "Kept", "tags": ["reading"]}
PASSWORD: Final = "correct horse battery staple"


class Visitor:
    """A user with a bookmark that requests are about, and another."""

    def __init__(self, address: str, username: str) -> None:
        self.credentials = {"username": username, "password": PASSWORD}
        self.token = ""
        self.bookmark: str = ""
        self.etag = ""
        self.problem = ""
        """Why there is no such user here; then everything else is empty."""
        self._asked_for = 0
        # Nothing is kept open: a server of one thread serves one connection.
        self._http = httpx.Client(
            base_url=address, headers={"Connection": "close"}, timeout=10
        )

    def sign_up(self) -> None:
        """Make the user."""
        try:
            self._asked("POST", "/users", self.credentials)
            self.token = self._asked("POST", "/tokens", self.credentials)["token"]
            self._asked("POST", "/bookmarks", SECOND)
        except (_Refused, KeyError, TypeError) as error:
            self.problem = f"{self.credentials['username']} cannot sign up: {error}"
        else:
            self.look()

    def look(self) -> int:
        """See to it that the token works and the bookmark is there.

        Returns how many requests that took.
        """
        before = self._asked_for
        try:
            if not self.token or not self._works():
                self.token = self._asked("POST", "/tokens", self.credentials)["token"]
            self._find_bookmark()
        except (_Refused, KeyError, TypeError) as error:
            self.problem = f"{self.credentials['username']} cannot sign in: {error}"
        else:
            self.problem = ""
        return self._asked_for - before

    def values(self) -> dict[str, str]:
        """What may stand in a request."""
        return {"token": self.token, "id": self.bookmark, "etag": self.etag}

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def _works(self) -> bool:
        return self._send("GET", "/users/me").status_code != 401

    def _find_bookmark(self) -> None:
        if self.bookmark:
            response = self._send("GET", f"/bookmarks/{self.bookmark}")
            if response.status_code == 200:
                self.etag = response.headers.get("ETag", "")
                return
        response = self._send("POST", "/bookmarks", BOOKMARK)
        if response.status_code == 409:  # the same url, under another id
            self.bookmark = self._id_of(URL)
        else:
            self.bookmark = str(_document(response)["id"])
        self.etag = response.headers.get("ETag", "")

    def _id_of(self, url: str) -> str:
        found = self._asked("GET", "/bookmarks?q=example.org%2Fkept&limit=100")
        return next((str(b["id"]) for b in found["items"] if b["url"] == url), "")

    def _asked(self, method: str, path: str, body: Any = None) -> Any:
        return _document(self._send(method, path, body))

    def _send(self, method: str, path: str, body: Any = None) -> httpx.Response:
        self._asked_for += 1
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            return self._http.request(method, path, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise _Refused(f"{method} {path}: {error}") from None


class _Refused(Exception):
    """A backend did not do what was asked."""


def _document(response: httpx.Response) -> Any:
    request = response.request
    if not response.is_success:
        raise _Refused(f"{request.method} {request.url.path}: {response.status_code}")
    try:
        return response.json()
    except ValueError:
        raise _Refused(f"{request.method} {request.url.path}: no JSON") from None
