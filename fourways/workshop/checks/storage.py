"""Stage 5: what was stored stays, and old data gets along with new code."""

import sqlite3

from fourways.workshop.checks import check
from fourways.workshop.checks.bodies import PATH
from fourways.workshop.expect import expect_json, expect_status
from fourways.workshop.lab import Lab

# The database as the program of last year left it: step 1, without notes.
FIRST_STEP = """
CREATE TABLE bookmarks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL, title TEXT NOT NULL
);
INSERT INTO bookmarks (id, url, title) VALUES
    (3, 'https://example.org/three', 'It''s 100% "quoted"'),
    (7, 'https://example.org/seven', 'Zweites: Ü, 日本, 🦉');
PRAGMA user_version = 1;
"""
OLD = {
    3: {"url": "https://example.org/three", "title": 'It\'s 100% "quoted"'},
    7: {"url": "https://example.org/seven", "title": "Zweites: Ü, 日本, 🦉"},
}


@check
def notes(lab: Lab) -> None:
    """A bookmark has notes, empty where none were sent."""
    expect_json(lab.make_bookmark(), {"notes": ""})
    made = lab.make_bookmark(notes="one\ntwo")
    expect_json(made, {"notes": "one\ntwo"})
    expect_json(lab.request("GET", lab.path_of(made)), {"notes": "one\ntwo"})


@check
def survives_a_restart(lab: Lab) -> None:
    """201 is a promise, also when the power fails."""
    made = lab.make_bookmark(title="Kept")
    lab.stop()
    response = lab.request("GET", lab.path_of(made))
    expect_status(response, 200, "it was made before the program was killed")
    expect_json(response, made.json())


@check
def quotes_are_data(lab: Lab) -> None:
    """SQL in a text is text."""
    for title in ("It's", "'); DROP TABLE bookmarks; --", '"; --', "%_\\"):
        made = lab.make_bookmark(title=title)
        expect_json(lab.request("GET", lab.path_of(made)), {"title": title})
    expect_status(lab.request("GET", PATH), 200)


@check
def migrates_again(lab: Lab) -> None:
    """Migrating what is migrated does nothing."""
    made = lab.make_bookmark()
    for _ in range(2):
        lab.migrate("bookmarks.db")
    expect_json(lab.request("GET", lab.path_of(made)), made.json())


@check
def old_database(lab: Lab) -> None:
    """A database of the first step comes to the last with its rows."""
    with lab.on_database("old.db") as file:
        connection = sqlite3.connect(file)
        connection.executescript(FIRST_STEP)
        connection.close()
        lab.migrate("old.db")
        for number, members in OLD.items():
            response = lab.request("GET", f"/bookmarks/{number}")
            expect_status(response, 200, "it stood in the old database")
            expect_json(response, {**members, "notes": ""})
        made = lab.make_bookmark(notes="new")
        expect_json(made, {"notes": "new"})
