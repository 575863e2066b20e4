"""The caller's tags, counted."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import func, select

from fastapi_api.auth import Caller
from fastapi_api.database import Database
from fastapi_api.models import Tag
from fastapi_api.routing import Route
from fastapi_api.schemas import NO_QUERY, TagList

router = APIRouter(prefix="/tags", route_class=Route, dependencies=[NO_QUERY])


@router.get("", response_model=TagList)
def list_tags(caller: Caller, database: Database) -> dict[str, Any]:
    counted = (
        select(Tag.name, func.count().label("count"))
        .where(Tag.user_id == caller.id)
        .group_by(Tag.name)
        .order_by(Tag.name)
    )
    with database.read() as session:
        return {"items": session.execute(counted).all()}
