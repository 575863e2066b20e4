"""Wrong passwords are counted; after too many, none is heard for a while.

SlowAPI counts requests, in each process or in Redis. Here failures count, in the
database, which all processes share: for a username at an address, and for all of an
address and all of a username. A count ends a window of time after its first failure.
"""

from datetime import UTC, datetime, timedelta
from math import ceil

from fastapi import HTTPException, Request
from sqlalchemy import ColumnElement, and_, delete, not_, select
from sqlalchemy.dialects import postgresql, sqlite

from fastapi_api.database import Sessions
from fastapi_api.models import SignInFailures

INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def address_of(request: Request) -> str:
    """Where the request comes from, behind so many proxies as the settings say.

    Each of them adds, on the right, the address that it was called from. What stands
    further left, a client may have written (RFC 7239 8.1).
    """
    proxies = request.state.settings.trusted_proxies
    forwarded = request.headers.getlist("X-Forwarded-For")
    addresses = [part for line in forwarded for part in line.split(",")]
    if 0 < proxies <= len(addresses):
        return addresses[-proxies].strip()
    return request.client.host if request.client else ""


class Throttle:
    """What one username may still try from one address."""

    def __init__(self, request: Request, sessions: Sessions, username: str) -> None:
        settings, address = request.state.settings, address_of(request)
        name, limit = username.lower(), settings.sign_in_failures
        self.sessions = sessions
        self.window = timedelta(seconds=settings.sign_in_window_seconds)
        # No username has a star in it. All count in this order: of two transactions
        # one may wait for the other, but never each for the other.
        self.limits = {
            f"* from {address}": 3 * limit,
            f"{name} from *": 3 * limit,
            f"{name} from {address}": limit,
        }

    def check(self) -> None:
        """429, before a hash is spent, when a limit is reached."""
        now = datetime.now(UTC)
        mine = SignInFailures.key.in_(self.limits)
        with self.sessions.read() as session:
            counts = session.scalars(
                select(SignInFailures).where(mine, self.is_current(now))
            )
            ends = [
                each.ends_at
                for each in counts
                if each.failures >= self.limits[each.key]
            ]
        if ends:
            detail = "Too many wrong passwords. Retry-After says for how long to wait."
            seconds = ceil((max(ends) - now).total_seconds())
            raise HTTPException(429, detail, {"Retry-After": str(seconds)})

    def count_failure(self) -> None:
        """The password was wrong."""
        now = datetime.now(UTC)
        insert = INSERT[self.sessions.engine.dialect.name]
        # What somebody counts in just now is left for the next time: two that wait
        # for each other would end in an error.
        expired = select(SignInFailures.key).where(not_(self.is_current(now)))
        free = expired.with_for_update(skip_locked=True)
        with self.sessions.write.begin() as session:
            session.execute(delete(SignInFailures).where(SignInFailures.key.in_(free)))
        with self.sessions.write.begin() as session:
            for key in self.limits:
                first = insert(SignInFailures).values(
                    key=key, failures=1, ends_at=now + self.window
                )
                one_more = first.on_conflict_do_update(
                    index_elements=["key"],
                    set_={"failures": SignInFailures.failures + 1},
                )
                session.execute(one_more)

    def is_current(self, now: datetime) -> ColumnElement[bool]:
        """Whether a count's window is not over.

        One that ends later than any that begins now is of a clock that jumped back.
        """
        ends_at = SignInFailures.ends_at
        return and_(ends_at > now, ends_at <= now + self.window)
