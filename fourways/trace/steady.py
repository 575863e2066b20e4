"""What would make two runs of the same request differ, held still.

SQLAlchemy keeps the steps of a flush in sets, and Python orders a set of objects by
their addresses in memory. Here they are ordered by what they are about, which is one
of the orders that could have been.
"""

import sys
from typing import Any


def hold_still() -> None:
    """Call it when the backend has been imported, before its first request."""
    unit_of_work: Any = sys.modules.get("sqlalchemy.orm.unitofwork")
    # Private: another version may have another name, and then its lines may vary.
    step = getattr(unit_of_work, "_PostSortRec", None)
    if step is not None:
        step.__hash__ = _by_key


def _by_key(step: Any) -> int:
    return hash(step.sort_key)
