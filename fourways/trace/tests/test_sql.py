"""SQL: every statement, in the words that were given, without the values."""

import sqlite3

import pytest

from fourways.trace import sql
from fourways.trace.tests.samples import traced

SECRET = "the value that must not be seen"
MAKE = "CREATE TABLE notes (text)"
ADD = "INSERT INTO notes VALUES (?)"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is heard of connections that are opened from now on."""
    said: list[str] = []
    monkeypatch.setattr(sqlite3, "connect", sqlite3.connect)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", sqlite3.dbapi2.connect)
    monkeypatch.setattr(sql, "listener", said.append)
    sql.watch()
    return said


def test_values_stay_out_and_transactions_of_the_driver_are_in(
    heard: list[str],
) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(MAKE)
    connection.execute(ADD, (SECRET,))
    connection.cursor().execute("INSERT INTO notes\n  VALUES (:t)", {"t": SECRET})
    connection.commit()
    assert heard == [MAKE, "BEGIN", ADD, "INSERT INTO notes VALUES (:t)", "COMMIT"]


def test_many_are_told_one_by_one(heard: list[str]) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(MAKE)
    connection.executemany(ADD, [(SECRET,), (SECRET,)])
    assert heard == [MAKE, ADD, ADD]


def test_what_nobody_gave_as_text_is_told_without_its_values(heard: list[str]) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(f"{MAKE}; INSERT INTO notes VALUES ('{SECRET}')")
    assert heard == ["CREATE ...", "INSERT ..."]


def test_what_a_trigger_does_is_no_statement(heard: list[str]) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(MAKE)
    trigger = (
        "CREATE TRIGGER again AFTER INSERT ON notes"
        " BEGIN UPDATE notes SET text = 'x'; END"
    )
    connection.execute(trigger)
    connection.execute(ADD, (SECRET,))
    assert heard == [MAKE, trigger, ADD]


def test_connections_and_cursors_of_others_keep_what_they_do(heard: list[str]) -> None:
    class Shouting(sqlite3.Cursor):
        """As Django's, it changes what it is given before the driver gets it."""

        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:  # type: ignore[override]
            return super().execute(sql.upper(), *values)  # type: ignore[arg-type]

    class Numbered(sqlite3.Connection):
        number = 7

    connection = sqlite3.connect(":memory:", factory=Numbered)
    assert isinstance(connection, Numbered)
    assert connection.number == 7
    cursor = connection.cursor(Shouting)
    assert isinstance(cursor, Shouting)
    assert cursor.execute("select ?", (1,)).fetchall() == [(1,)]
    assert heard == ["SELECT ?"]


def test_the_call_and_your_line_that_led_to_it(heard: list[str]) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)

    def query() -> None:
        connection.execute("SELECT ?", (SECRET,))

    trace = traced(query)
    (statement,) = trace.statements
    assert statement.sql == "SELECT ?"
    calls = [*trace.root.walk()]
    assert calls[statement.call].function.name.endswith("query")
    assert statement.place is not None
    assert statement.place.line == query.__code__.co_firstlineno + 1
    # What listens is not seen.
    assert len(calls) == 2
