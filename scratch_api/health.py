"""Health: GET /health tells a load balancer whether this service can be used.

Stands for: a package such as django-health-check; no framework has it.
"""

import sys
from contextlib import suppress

from scratch_api import validation
from scratch_api.database import Database
from scratch_api.errors import Unavailable
from scratch_api.migrate import LAST_STEP, current_step
from scratch_api.web.request import Request
from scratch_api.web.response import Response, json_response

REMEDY = "Run: python -m scratch_api migrate"


def read(request: Request, database: Database) -> Response:
    """Run a query, and compare the schema with what this code was made for."""
    validation.no_query(request)
    try:
        with database.read() as session:
            step = current_step(session)
    except database.driver.error as error:
        with suppress(OSError):  # a log that is lost must not cost the answer
            sys.stderr.write(f"The database cannot be used: {error}\n")
        raise Unavailable(
            f"The database cannot be used, or has no schema yet. {REMEDY}."
        ) from error
    if step < LAST_STEP:
        raise Unavailable(
            f"The schema is at step {step}, this code needs {LAST_STEP}. {REMEDY}."
        )
    return json_response(200, {"status": "ok"})
