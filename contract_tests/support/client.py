"""The client that tests use: anonymous, or signed in as somebody."""

import secrets
from collections.abc import Mapping
from typing import Any

import httpx

from contract_tests.support.connection import Connection, Params
from contract_tests.support.users import User

# A failing test shows its own lines, not these.
__tracebackhide__ = True


class Client:
    """A caller of the API. Every response is recorded, and judged as it arrives.

    Paths are sent exactly as written; redirects are never followed. `username`,
    `password` and `token` are those of a signed-in user, else empty.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        headers: Mapping[str, str] | None = None,
        username: str = "",
        password: str = "",
        token: str = "",
    ) -> None:
        self._connection = connection
        self._headers = dict(headers or {})
        self.username = username
        self.password = password
        self.token = token

    @property
    def url(self) -> str:
        """http://host:port of the server."""
        return self._connection.url

    def as_user(self, token: str) -> "Client":
        """The same client with this token."""
        return Client(
            self._connection,
            headers={**self._headers, "Authorization": f"Bearer {token}"},
            token=token,
        )

    def acting_as(self, user: User) -> "Client":
        """The same client signed in as this user."""
        client = self.as_user(user.token)
        client.username, client.password = user.username, user.password
        return client

    def with_headers(self, headers: Mapping[str, str]) -> "Client":
        """The same client with these headers on every request."""
        return Client(
            self._connection,
            headers={**self._headers, **headers},
            username=self.username,
            password=self.password,
            token=self.token,
        )

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        **body: Any,
    ) -> httpx.Response:
        """Send a request; `json` or `content` is its body, as for httpx."""
        return self._connection.send(
            method,
            path,
            params=params,
            headers={**self._headers, **(headers or {})},
            **body,
        )

    def get(self, path: str, **options: Any) -> httpx.Response:
        """GET; options as for `request`."""
        return self.request("GET", path, **options)

    def head(self, path: str, **options: Any) -> httpx.Response:
        """HEAD; options as for `request`."""
        return self.request("HEAD", path, **options)

    def options(self, path: str, **options: Any) -> httpx.Response:
        """OPTIONS; options as for `request`."""
        return self.request("OPTIONS", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        """POST; options as for `request`."""
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> httpx.Response:
        """PUT; options as for `request`."""
        return self.request("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> httpx.Response:
        """PATCH; options as for `request`."""
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        """DELETE; options as for `request`."""
        return self.request("DELETE", path, **options)

    def make_bookmark(self, **members: Any) -> dict[str, Any]:
        """POST a bookmark, its url and title unique unless given; returns it."""
        mark = secrets.token_hex(6)
        body = {"url": f"https://example.com/{mark}", "title": f"Title {mark}"}
        response = self.post("/bookmarks", json={**body, **members})
        assert response.status_code == 201, f"expected 201, got {response.status_code}"
        bookmark: dict[str, Any] = response.json()
        return bookmark

    def etag_of(self, bookmark: Mapping[str, Any]) -> str:
        """The current ETag of a bookmark."""
        response = self.get(f"/bookmarks/{bookmark['id']}")
        assert response.status_code == 200, f"expected 200, got {response.status_code}"
        return response.headers["ETag"]

    def sign_in(self, username: str, password: str) -> "Client":
        """POST /tokens; returns a client that is that user."""
        credentials = {"username": username, "password": password}
        response = self.post("/tokens", json=credentials)
        assert response.status_code == 201, f"expected 201, got {response.status_code}"
        return self.acting_as(User(username, password, response.json()["token"]))
