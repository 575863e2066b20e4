"""The description: GET /openapi.json says what this API takes and gives.

Stands for: what FastAPI derives from the code. Here it is a file, and the contract
suite finds out whether it is true.
"""

from pathlib import Path

from scratch_api import validation
from scratch_api.database import Database
from scratch_api.web.request import Request
from scratch_api.web.response import Response

DOCUMENT = (Path(__file__).parent / "openapi.json").read_bytes()


def read(request: Request, _database: Database) -> Response:
    """The OpenAPI document."""
    validation.no_query(request)
    return Response(200, DOCUMENT, [("Content-Type", "application/json")])
