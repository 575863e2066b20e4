"""The contract suite lets programs into a database together."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from contract_tests.support.together import let_in_together
from fourways import databases, postgres
from fourways.databases.database import Database


@pytest.fixture
def database() -> Iterator[Database]:
    try:
        database = databases.fresh("postgresql")
    except postgres.PostgresError as error:
        pytest.skip(str(error))
    database.run_script('CREATE TABLE "a table" (n INT); CREATE TABLE another (n INT);')
    yield database
    database.drop()
    postgres.stop()


def test_nobody_reads_a_table_before_all_are_there(database: Database) -> None:
    def read(table: str) -> float:
        database.execute(f'SELECT n FROM "{table}"')
        return time.monotonic()

    with ThreadPoolExecutor(2) as pool:
        with let_in_together(database, 2):
            first = pool.submit(read, "a table")
            with pytest.raises(TimeoutError):
                first.result(timeout=0.3)
            last_came = time.monotonic()
            second = pool.submit(read, "another")
        assert min(first.result(), second.result()) > last_came


def test_on_sqlite_nobody_is_held_up() -> None:
    database = databases.fresh("sqlite")
    database.run_script("CREATE TABLE a (n INT);")
    with let_in_together(database, 2):
        assert database.execute("SELECT n FROM a") == []
    database.drop()
