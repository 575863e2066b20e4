"""The API's own errors, beside those of `web/problems.py`.

Stands for: `abort(409)`, `raise HTTPException(409)`.

    Problem
     ├─ Unauthorized    401   auth.py, tokens.py
     ├─ Conflict        409   users.py, bookmarks.py
     ├─ Invalid         422   validation.py
     ├─ TooManySignIns  429   throttle.py
     └─ Unavailable     503   health.py

They all become responses in `web/application.py`.
"""

from collections.abc import Sequence

from scratch_api.web.problems import Problem


class Unauthorized(Problem):
    """No valid token, or a wrong username or password."""

    status, name, title = 401, "unauthorized", "Unauthorized"

    def __init__(self, detail: str, error: str | None = None) -> None:
        # RFC 6750 3: the error is named only to a client that sent a token.
        challenge = f'Bearer error="{error}"' if error else "Bearer"
        super().__init__(detail, [("WWW-Authenticate", challenge)])


class Conflict(Problem):
    """What has to be unique is there already."""

    status, name, title = 409, "conflict", "Conflict"


class Invalid(Problem):
    """Members of the body or query parameters are invalid; all are listed."""

    status, name, title = 422, "invalid", "Invalid request"

    def __init__(self, errors: Sequence[dict[str, str]]) -> None:
        super().__init__("Some of what was sent is invalid.", errors=errors)


class TooManySignIns(Problem):
    """Too many wrong passwords in a short time."""

    status, name, title = 429, "too-many-sign-ins", "Too many failed sign-ins"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "Too many wrong passwords. Retry-After says for how long to wait.",
            [("Retry-After", str(seconds))],
        )


class Unavailable(Problem):
    """The database cannot be used, or its schema is behind."""

    status, name, title = 503, "unavailable", "Service unavailable"
