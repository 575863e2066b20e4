"""Wrong passwords are counted; after too many, none is heard for a while.

Flask-Limiter can count failures alone (deduct_when), but keeps its counts in the memory
of one process, or in Redis, Memcached or MongoDB. Here they are in the database, which
all workers share: for a username at an address, and for all of an address and all of a
username. A count ends a window of time after its first failure.
"""

from datetime import UTC, datetime, timedelta
from math import ceil

from flask import current_app, request
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from werkzeug.exceptions import TooManyRequests

from .database import get_session, writing
from .models import SignInFailures

INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def client_address() -> str:
    """Where the request comes from, behind so many proxies as the settings say.

    Each of them adds, on the right, the address that it was called from. What stands
    further left, a client may have written (RFC 7239 8.1). Werkzeug's ProxyFix minds
    quotes: after one that a client leaves open it finds no address at all.
    """
    proxies = current_app.config["TRUSTED_PROXIES"]
    addresses = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < proxies <= len(addresses) and addresses != [""]:
        return addresses[-proxies].strip()
    return request.remote_addr


def limits_for(username: str) -> dict[str, int]:
    """What is counted of this request, and how many failures each count may reach."""
    name, address = username.lower(), client_address()
    limit = current_app.config["SIGN_IN_FAILURES"]
    # No username has a star in it. All count in this order: of two transactions one
    # may wait for the other, but never each for the other.
    return {
        f"* from {address}": 3 * limit,
        f"{name} from *": 3 * limit,
        f"{name} from {address}": limit,
    }


def current(now: datetime):
    """The counts whose window is not over. A later end is of a clock that jumped."""
    window = timedelta(seconds=current_app.config["SIGN_IN_WINDOW_SECONDS"])
    ends_at = SignInFailures.ends_at
    return (ends_at > now) & (ends_at <= now + window)


def check(limits: dict[str, int]) -> None:
    """429, before a hash is spent, when a limit is reached."""
    now = datetime.now(UTC)
    counts = get_session().scalars(
        select(SignInFailures).where(SignInFailures.counted.in_(limits), current(now))
    )
    ends = [each.ends_at for each in counts if each.failures >= limits[each.counted]]
    if ends:
        detail = "Too many wrong passwords. Retry-After says for how long to wait."
        seconds = ceil((max(ends) - now).total_seconds())
        raise TooManyRequests(detail, retry_after=seconds)


def count_failure(limits: dict[str, int]) -> None:
    now = datetime.now(UTC)
    ends_at = now + timedelta(seconds=current_app.config["SIGN_IN_WINDOW_SECONDS"])
    # What somebody counts in just now is left for the next time: two that wait for
    # each other would end in an error.
    key = SignInFailures.counted
    expired = select(key).where(~current(now)).with_for_update(skip_locked=True)
    with writing() as session:
        session.execute(delete(SignInFailures).where(key.in_(expired)))
    with writing() as session:
        insert = INSERT[session.get_bind().dialect.name]
        for counted in limits:
            first = insert(SignInFailures).values(
                counted=counted, failures=1, ends_at=ends_at
            )
            one_more = first.on_conflict_do_update(
                index_elements=["counted"],
                set_={"failures": SignInFailures.failures + 1},
            )
            session.execute(one_more)
