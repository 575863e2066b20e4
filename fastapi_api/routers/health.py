"""What is asked about the service itself."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from fastapi_api.database import Database
from fastapi_api.description import ERROR
from fastapi_api.migrations import current_step
from fastapi_api.routing import Route
from fastapi_api.schemas import NO_QUERY, Health

router = APIRouter(route_class=Route, dependencies=[NO_QUERY])


@router.get("/health", response_model=Health, responses={503: ERROR})
def check(database: Database, request: Request) -> dict[str, str]:
    try:
        with database.read() as session:
            step = current_step(session)
    except SQLAlchemyError as error:
        raise HTTPException(503, "The database cannot be used.") from error
    if step != request.state.step:
        raise HTTPException(
            503,
            f"The database is at step {step}, the code at {request.state.step}. To"
            " migrate it: alembic -c fastapi_api/alembic.ini upgrade head",
        )
    return {"status": "ok"}


@router.get("/openapi.json", response_model=dict[str, Any])
def read_description(request: Request) -> JSONResponse:
    return JSONResponse(request.app.openapi())
