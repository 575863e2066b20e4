"""Tags: GET /tags lists the caller's tags, to filter by.

Stands for: a view of yours, and `annotate(Count(...))` or `group_by()`.

A tag exists as long as a bookmark carries it: `bookmarks.py` writes them.
"""

from scratch_api import auth, validation
from scratch_api.database import Database
from scratch_api.web.conditional import private_json
from scratch_api.web.request import Request
from scratch_api.web.response import Response

# Answered from the index (user_id, name, ...) alone, and in its order.
COUNT = """
SELECT name, count(*) FROM tags WHERE user_id = ?
GROUP BY name ORDER BY name"""


def read(request: Request, database: Database) -> Response:
    """The tags by name, each with the number of bookmarks that carry it."""
    caller = auth.caller(request, database)
    validation.no_query(request)
    with database.read() as session:
        rows = session.execute(COUNT, caller.id)
    items = [{"name": name, "count": count} for name, count in rows]
    return private_json(request, 200, {"items": items})
