"""Pages of bookmarks: filters, orders, and where to go on."""

from flask import g
from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import selectinload

from .cursors import write_cursor
from .database import get_session
from .models import Bookmark, Tag
from .schemas import BookmarkPage, BookmarkQuery


def page_of(query: BookmarkQuery) -> BookmarkPage:
    """A page of the caller's bookmarks, in two statements whatever its length."""
    statement = in_order(matching(query), query)
    # One more than asked for tells whether there is a next page.
    rows = get_session().scalars(statement.limit(query.limit + 1)).all()
    items = rows[: query.limit]
    more = len(rows) > len(items)
    return BookmarkPage(
        items=items, next=write_cursor(query.sort, items[-1]) if more else None
    )


def matching(query: BookmarkQuery) -> Select[tuple[Bookmark]]:
    statement = select(Bookmark).where(Bookmark.user_id == g.user.id)
    statement = statement.options(selectinload(Bookmark.tag_rows))
    if query.tag:
        names = set(query.tag)
        # Counted for each bookmark of the caller. EXISTS, PostgreSQL may answer with
        # a join, for which it reads the tags of everybody.
        carried = select(func.count()).where(
            Tag.bookmark_id == Bookmark.id, Tag.name.in_(names)
        )
        statement = statement.where(carried.scalar_subquery() == len(names))
    if query.q:
        # Only ASCII letters have two cases here: in SQLite always, in PostgreSQL
        # because the columns have the collation C.
        texts = (Bookmark.url, Bookmark.title, Bookmark.notes)
        statement = statement.where(
            or_(*(text.icontains(query.q, autoescape=True) for text in texts))
        )
    return statement


def in_order(
    statement: Select[tuple[Bookmark]], query: BookmarkQuery
) -> Select[tuple[Bookmark]]:
    key = getattr(Bookmark, query.sort.removeprefix("-"))
    columns, place = [key, Bookmark.id], tuple_(key, Bookmark.id)
    if query.sort.startswith("-"):
        columns = [column.desc() for column in columns]
        after = query.cursor and place < query.cursor
    else:
        after = query.cursor and place > query.cursor
    if query.cursor:
        statement = statement.where(after)
    return statement.order_by(*columns)
