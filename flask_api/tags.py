"""GET /tags."""

from flask import Blueprint, g
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from . import schemas
from .auth import signed_in
from .conditional import represent
from .database import get_session
from .models import Tag
from .validation import accepts

bp = Blueprint("tags", __name__, url_prefix="/tags")


@bp.get("")
@signed_in
@accepts()
def list_all() -> Response:
    rows = get_session().execute(
        select(Tag.name, func.count().label("count"))
        .where(Tag.user_id == g.user.id)
        .group_by(Tag.name)
        .order_by(Tag.name)
    )
    # As mappings: `row.count` is a method of every tuple.
    return represent(schemas.TagList(items=list(rows.mappings())))
