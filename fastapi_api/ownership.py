"""May this caller see this row?"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from fastapi_api.auth import Caller
from fastapi_api.models import Bookmark
from fastapi_api.routing import BookmarkId

# Built once: in SQLAlchemy that takes longer than to run them.
MINE = select(Bookmark).where(
    Bookmark.id == bindparam("id"), Bookmark.user_id == bindparam("caller")
)
TO_READ = MINE.options(joinedload(Bookmark.tag_rows))
# The tags are read by a second statement, which waits with the first for the lock.
# (On SQLite BEGIN IMMEDIATE has locked everything.)
TO_CHANGE = MINE.options(selectinload(Bookmark.tag_rows)).with_for_update()


@dataclass(frozen=True)
class OwnBookmark:
    """The bookmark at an address, if it is the caller's."""

    id: int
    caller: Caller

    def load(self, session: Session, *, lock: bool = False) -> Bookmark:
        """The row with its tags, or 404, another's and nobody's alike.

        With `lock`, whoever changes it too waits for the end of the transaction.
        """
        statement = TO_CHANGE if lock else TO_READ
        values = {"id": self.id, "caller": self.caller.id}
        bookmark = session.scalars(statement, values).unique().one_or_none()
        if bookmark is None:
            raise HTTPException(404, "You have no bookmark at this address.")
        return bookmark


async def get_own_bookmark(id: BookmarkId, caller: Caller) -> OwnBookmark:
    """A dependency that would load the row itself would be too early.

    FastAPI solves dependencies before it validates the body, so that an invalid
    body for another's bookmark would be 404, not 422. And who writes needs the
    row inside the transaction that writes.
    """
    return OwnBookmark(id, caller)


Own = Annotated[OwnBookmark, Depends(get_own_bookmark)]
