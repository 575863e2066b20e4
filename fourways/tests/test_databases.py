"""Fresh databases that can be copied, broken, mended and read."""

from collections.abc import Iterator

import pytest

from fourways import databases, postgres
from fourways.databases.database import Database
from fourways.databases.sqlite import SqliteDatabase

SCRIPT = """
CREATE TABLE users (name TEXT PRIMARY KEY);
CREATE TABLE bookmarks (title TEXT, owner TEXT REFERENCES users (name));
INSERT INTO users VALUES ('Ada');
INSERT INTO bookmarks VALUES ('It''s 100% "quoted": ünïcode', 'Ada');
"""


@pytest.fixture(scope="module", autouse=True)
def no_postgresql_is_left() -> Iterator[None]:
    yield
    postgres.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    try:
        database = databases.fresh(request.param)
    except postgres.PostgresError as error:
        pytest.skip(str(error))
    database.run_script(SCRIPT)
    yield database
    database.drop()


def titles(database: Database) -> list[str]:
    return [title for (title,) in database.execute("SELECT title FROM bookmarks")]


def test_a_script_and_a_statement(database: Database) -> None:
    assert titles(database) == ['It\'s 100% "quoted": ünïcode']
    assert database.execute("DELETE FROM bookmarks") == []
    assert titles(database) == []


def test_a_script_that_fails_changes_nothing(database: Database) -> None:
    with pytest.raises(Exception, match="nowhere"):
        database.run_script("DELETE FROM bookmarks; INSERT INTO nowhere VALUES (1);")
    assert len(titles(database)) == 1


def test_a_copy_is_another_one(database: Database) -> None:
    copy = database.copy()
    assert titles(copy) == titles(database)
    copy.execute("DELETE FROM bookmarks")
    assert len(titles(database)) == 1
    copy.drop()


def test_a_database_is_found_by_its_url(database: Database) -> None:
    cluster = getattr(database, "cluster_url", "")
    assert titles(databases.at(database.url, cluster)) == titles(database)


def test_break_and_mend(database: Database) -> None:
    schema = database.schema()
    database.break_()
    with pytest.raises(Exception, match="bookmarks"):
        titles(database)
    database.mend()
    assert len(titles(database)) == 1
    assert database.schema() == schema


def test_the_content_is_what_is_stored(database: Database) -> None:
    assert "ünïcode".encode() in database.content()
    assert b"nowhere" not in database.content()


def test_the_schema_tells_of_a_change(database: Database) -> None:
    before = database.schema()
    database.execute("CREATE INDEX by_owner ON bookmarks (owner)")
    assert database.schema() != before


def test_a_dropped_file_is_gone() -> None:
    database = SqliteDatabase()
    database.run_script(SCRIPT)
    database.drop()
    assert not database.file.parent.exists()


def test_times_without_a_zone_are_utc(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGTZ", "America/New_York")
    database.execute("CREATE TABLE moments (at TIMESTAMP WITH TIME ZONE)")
    database.run_script("INSERT INTO moments VALUES ('2020-01-02 03:04:05')")
    [(at,)] = database.execute("SELECT at FROM moments")
    assert str(at).removesuffix("+00:00") == "2020-01-02 03:04:05"


def test_a_postgresql_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql://somebody@127.0.0.1:1/nothing"
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(postgres.PostgresError, match="DATABASE_URL names a PostgreSQL"):
        databases.fresh("postgresql")


@pytest.mark.parametrize(
    "url", ["postgres://u:geheim@h/x", "postgresql:/geheim", "geheim", "sqlite:///x.db"]
)
def test_a_database_url_that_names_no_postgresql_is_refused_unseen(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(postgres.PostgresError) as refused:
        databases.fresh("postgresql")
    assert str(refused.value) == postgres.WRONG_URL


def test_a_database_url_that_cannot_be_read_is_refused_unseen() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(postgres.PostgresError) as refused:
        postgres.connect("postgresql://u:geheim%zz@127.0.0.1/x")
    assert str(refused.value) == postgres.WRONG_URL


def test_postgresql_without_its_distributions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(postgres.PostgresError, match=r"pip install .*postgresql"):
        postgres.connect("postgresql://127.0.0.1/x")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:pa:ss@host/name", "postgresql://me:***@host/name"),
        ("postgresql://me@host/name", "postgresql://me@host/name"),
        (
            "postgresql://postgres:@/name?host=/tmp",
            "postgresql://postgres:@/name?host=/tmp",
        ),
        ("sqlite:////tmp/x.db", "sqlite:////tmp/x.db"),
    ],
)
def test_a_password_is_not_shown(url: str, shown: str) -> None:
    assert databases.without_password(url) == shown
