"""Where each backend keeps bookmarks and tags: what `fill.py` must know of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fourways.terminal import Mistake

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Schema:
    """Names of tables and columns.

    `micros`: times are microseconds since 1970, not times of the database. Tags are
    rows of `tags`: (bookmark, name, owner). With `links` a tag is a row of its owner,
    and a bookmark linked to it.
    """

    users: str = "users"
    bookmarks: str = "bookmarks"
    owner: str = "user_id"
    tags: str = "tags"
    links: str = ""
    micros: bool = False

    @property
    def bookmark_columns(self) -> tuple[str, ...]:
        """In the order in which rows are made."""
        names = ("url", "title", "notes", "created_at", "updated_at")
        return ("id", self.owner, *names)

    @property
    def counted(self) -> tuple[str, ...]:
        """Tables with ids of their own."""
        tables = (self.users, self.bookmarks)
        return (*tables, self.tags, self.links) if self.links else tables

    def tag_rows(
        self, marks: Iterator[tuple[int, int, str]]
    ) -> Iterator[tuple[str, tuple[str, ...], Iterator[Row]]]:
        """Tables with columns and rows for (bookmark, owner, name), to be inserted."""
        if self.links:
            ids = _TagIds()
            rows = ((bookmark, ids.of(owner, name)) for bookmark, owner, name in marks)
            yield self.links, ("bookmark_id", "tag_id"), rows
            yield self.tags, ("id", "owner_id", "name"), ids.rows()
        else:
            yield self.tags, ("bookmark_id", self.owner, "name"), marks


class _TagIds:
    """Gives each tag of an owner an id, above those that are there already."""

    FIRST: Final = 1_000

    def __init__(self) -> None:
        self._ids: dict[tuple[int, str], int] = {}

    def of(self, owner: int, name: str) -> int:
        return self._ids.setdefault((owner, name), self.FIRST + len(self._ids))

    def rows(self) -> Iterator[Row]:
        """Only asked for when all links were made."""
        yield from ((id, owner, name) for (owner, name), id in self._ids.items())


SCHEMAS: Final[Mapping[str, Schema]] = {
    "scratch": Schema(micros=True),
    "flask": Schema(),
    "fastapi": Schema(),
    "django": Schema(
        users="bookmarks_user",
        bookmarks="bookmarks_bookmark",
        owner="owner_id",
        tags="bookmarks_tag",
        links="bookmarks_bookmark_tags",
    ),
}


def schema_of(name: str) -> Schema:
    """The schema of a backend of ours. Raises Mistake for another one."""
    if name not in SCHEMAS:
        raise Mistake(
            f"bench growth fills databases by SQL, and knows the tables of "
            f"{', '.join(SCHEMAS)} alone, not of {name}"
        )
    return SCHEMAS[name]
