"""What a backend says to its database is written down, and can be said again."""

from collections.abc import Iterator

import pytest

from fourways.bench.fill import fill
from fourways.bench.growth import LARGE, SMALL, _counted, _owners
from fourways.bench.load import Ask
from fourways.bench.replay import Replay, replaced
from fourways.bench.schema import schema_of
from fourways.bench.statements import Statements, watching, write_down
from fourways.bench.subject import migrated, serving, sign_up, url_of
from fourways.databases.database import Database
from fourways.discovery import find

SCRATCH = find("scratch")
BOOKMARKS = 3


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with migrated(SCRATCH, "sqlite") as made:
        yield made


@pytest.fixture(scope="module")
def said(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Statements]:
    file = tmp_path_factory.mktemp("said") / "statements"
    settings = {**watching(file), "THREADS": "1"}
    with serving(SCRATCH, database, settings) as server:
        caller = sign_up(url_of(server), BOOKMARKS)
        with caller.client() as client:
            return {
                "read": write_down(client, file, Ask("GET", caller.bookmark)),
                "create": write_down(client, file, Ask("POST", "/bookmarks")),
            }


def test_each_statement_is_written_down_with_its_values(
    said: dict[str, Statements],
) -> None:
    _, (_, sql, values, *_) = said["read"].events
    assert "FROM bookmarks" in sql
    assert values == (BOOKMARKS, 1)
    assert said["read"].count == 2


def test_a_transaction_is_written_down_as_a_whole(said: dict[str, Statements]) -> None:
    words = [" ".join(event[:2]).split()[:2] for event in said["create"].events]
    assert words[1:] == [
        ["execute", "BEGIN"],
        ["execute", "INSERT"],
        ["execute", "INSERT"],
        ["commit"],
    ]


def test_settings_of_the_connection_go_along(said: dict[str, Statements]) -> None:
    assert any("foreign_keys" in event[1] for event in said["read"].setup)


def test_creating_can_be_said_again_and_again(
    database: Database, said: dict[str, Statements]
) -> None:
    [(before,)] = database.execute("SELECT count(*) FROM bookmarks")
    assert Replay(database.url, said["create"]).run(0) > 0
    [(after,)] = database.execute("SELECT count(*) FROM bookmarks")
    assert after >= before + 3
    loose = "SELECT id FROM bookmarks EXCEPT SELECT bookmark_id FROM tags"
    assert database.execute(loose) == []


def test_values_are_replaced_however_nested() -> None:
    new: dict[object, object] = {"old": "new", 24: 25}
    given = {"urls": ["old", "other"], "ids": (24, True, 1)}
    assert replaced(given, new) == {"urls": ["new", "other"], "ids": [25, True, 1]}
    assert replaced(given, {}) is given


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_rows_of_others_make_no_more_work(kind: str) -> None:
    """On databases so different that a mistake would show; the backend is scratch."""
    work = {size: counted(kind, size) for size in (1_000, 8_000)}
    few, many = work[1_000], work[8_000]
    for name, count in few[SMALL].items():
        assert many[SMALL][name] <= 1.5 * count + 50, f"{name} grows"
    # One's own rows do: the counting counts.
    assert many[LARGE]["search for 2"] > 3 * few[LARGE]["search for 2"]
    for caller in (SMALL, LARGE):
        assert many[caller]["deep page"] <= 1.5 * many[caller]["first page"]


def counted(kind: str, size: int) -> dict[str, dict[str, int]]:
    with migrated(SCRATCH, kind) as filled:
        with serving(SCRATCH, filled) as server:
            callers = {who: sign_up(url_of(server), 1) for who in (SMALL, LARGE)}
        fill(filled, schema_of("scratch"), size, *_owners(SCRATCH, filled))
        if kind == "sqlite":
            assert filled.execute("PRAGMA foreign_key_check") == []
        each = "SELECT count(*) FROM bookmarks GROUP BY user_id ORDER BY user_id"
        counts = [count for (count,) in filled.execute(each)]
        assert counts == [1_001, size + 1, *[100] * (size // 1_000)]
        return _counted(SCRATCH, filled, callers)
