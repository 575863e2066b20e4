"""What would make two runs of the same request differ, held still.

SQLAlchemy keeps the objects and the steps of a flush in sets, and Python orders a set
of objects by their addresses in memory. Here steps are ordered by what they are about
and objects by when they were made, which is one of the orders that could have been.
"""

import itertools
import sys
from typing import Any

_births = itertools.count()


def hold_still() -> None:
    """Call it when the backend has been imported, before its first request."""
    # Private: another version may have other names, and then its lines may vary.
    _order("sqlalchemy.orm.unitofwork", "_PostSortRec", _by_key)
    _order("sqlalchemy.orm.state", "InstanceState", _by_birth)


def begin() -> None:
    """Call it before each request that is recorded."""
    global _births
    _births = itertools.count()


def _order(module: str, name: str, number: Any) -> None:
    kind = getattr(sys.modules.get(module), name, None)
    if kind is not None:
        kind.__hash__ = number


def _by_key(step: Any) -> int:
    return hash(step.sort_key)


def _by_birth(state: Any) -> int:
    birth = state.__dict__.get("_birth")
    if birth is None:
        birth = state.__dict__["_birth"] = next(_births)
    return int(birth)
