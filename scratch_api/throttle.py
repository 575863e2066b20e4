"""Throttling: how many wrong passwords are heard before none is for a while.

Stands for: django-axes, Flask-Limiter, SlowAPI. No framework brings it.

Failures are counted for a username at an address, for all that an address tries,
and for all that is tried on a username. A count ends a window of time after its
first failure. Who guesses at one address keeps nobody out at another; who goes on
at three or more keeps a username out. The counts are in the database, for all workers.

A right password costs no count. Those who ask at the same moment are all heard, so
a few more than the limit may get through: as many as there are threads.
"""

from scratch_api import times
from scratch_api.database import Database
from scratch_api.errors import TooManySignIns

# One address may stand for a whole office, one username for a whole botnet.
SHARED = 3


class Throttle:
    """What one username may still try from one address."""

    def __init__(
        self,
        database: Database,
        username: str,
        address: str,
        *,
        failures: int,
        window_seconds: int,
    ) -> None:
        self.database = database
        self.window = window_seconds * times.SECOND
        name = username.lower()
        # No username has a star or a blank in it. All count in this order: of two
        # transactions one may wait for the other, but never each for the other.
        self.limits = {
            f"* from {address}": SHARED * failures,
            f"{name} from *": SHARED * failures,
            f"{name} from {address}": failures,
        }

    def check(self) -> None:
        """Raise TooManySignIns, before a hash is spent, when a limit is reached."""
        now = times.now()
        with self.database.read() as session:
            rows = session.execute(
                "SELECT counted, failures, ends_at FROM sign_in_failures"
                " WHERE counted IN (?, ?, ?) AND ends_at BETWEEN ? AND ?",
                *self.limits,
                now + 1,
                now + self.window,  # later: the clock has jumped back meanwhile
            )
        ends = [end for counted, count, end in rows if count >= self.limits[counted]]
        if ends:
            # RFC 9110 10.2.3: whole seconds, so the last one is rounded up.
            raise TooManySignIns(-(-(max(ends) - now) // times.SECOND))

    def count_failure(self) -> None:
        """The password was wrong."""
        now = times.now()
        with self.database.write() as session:
            # What somebody counts in just now is left for the next time.
            session.execute(
                "DELETE FROM sign_in_failures WHERE counted IN"
                " (SELECT counted FROM sign_in_failures"
                " WHERE ends_at NOT BETWEEN ? AND ? FOR UPDATE SKIP LOCKED)",
                now + 1,
                now + self.window,
            )
        with self.database.write() as session:
            for counted in self.limits:
                session.execute(
                    "INSERT INTO sign_in_failures (counted, failures, ends_at)"
                    " VALUES (?, 1, ?) ON CONFLICT (counted)"
                    " DO UPDATE SET failures = sign_in_failures.failures + 1",
                    counted,
                    now + self.window,
                )
