"""Samples are told apart by whose line they were taken at."""

import asyncio
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from fourways import discovery
from fourways.bench import profile
from fourways.bench.profile import Seen, shared, waiting
from fourways.bench.shown import shown
from fourways.bench.whose import OWNERS, Place, owner
from fourways.process import environment_of
from fourways.trace.owners import Owners

REPOSITORY = discovery.REPOSITORY


def owners_of(name: str) -> Owners:
    backend = discovery.find(name)
    return Owners(backend.name, backend.folder, backend.extra)


def at(file: str, function: str = "f", line: int = 1) -> Place:
    return Place(file, function, line)


def beside(package: str, file: str) -> Place:
    """A line of a file of an installed package."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return at(str(Path(spec.origin).parent / file))


@pytest.mark.parametrize(
    ("backend", "place", "whose"),
    [
        ("flask", at(str(REPOSITORY / "flask_api/bookmarks.py")), "yours"),
        ("flask", beside("flask", "app.py"), "framework"),
        ("flask", beside("sqlalchemy", "orm/session.py"), "ORM"),
        ("flask", beside("pydantic", "main.py"), "validation"),
        ("fastapi", beside("pydantic", "main.py"), "validation"),
        ("flask", beside("gunicorn", "util.py"), "server"),
        ("fastapi", beside("h11", "_state.py"), "server"),
        ("flask", beside("psycopg", "cursor.py"), "driver"),
        ("flask", at(str(profile.SAMPLER / "sitecustomize.py")), "driver"),
        ("fastapi", beside("flask", "app.py"), "other libraries"),
        ("scratch", at(str(REPOSITORY / "scratch_api/auth.py")), "yours"),
        ("scratch", at(str(REPOSITORY / "scratch_api/server/turn.py")), "server"),
        ("flask", at(str(REPOSITORY / "scratch_api/server/turn.py")), "server"),
        ("flask", at(subprocess.__file__), "standard library"),
        ("fastapi", at(asyncio.__file__), "asyncio, threads"),
        ("flask", at("<frozen importlib._bootstrap>"), "standard library"),
        ("flask", at(""), "standard library"),
    ],
)
def test_a_line_belongs_to_whoever_wrote_its_file(
    backend: str, place: Place, whose: str
) -> None:
    assert owner(place, owners_of(backend)) == whose


def test_the_part_of_django_that_asks_the_database_is_its_orm() -> None:
    owners = owners_of("django")
    queries = beside("django", "db/models/query.py")
    assert owner(queries, owners) == "ORM"
    assert owner(beside("django", "urls/resolvers.py"), owners) == "framework"


def test_two_files_with_functions_of_one_name_are_told_apart() -> None:
    owners = owners_of("flask")
    one, other = beside("flask", "app.py"), beside("sqlalchemy", "app.py")
    assert owner(one, owners) == "framework"
    assert owner(other, owners) == "ORM"


def test_where_threads_stay_while_nobody_asks_is_left_out() -> None:
    poll, work = at("select.py", line=5), at(str(REPOSITORY / "flask_api/auth.py"))
    idle = waiting(Counter({(poll, poll): 500, (work,): 2}))
    assert idle == {poll}
    found = shared(Counter({(poll, work): 7, (poll,): 90}), idle, owners_of("flask"))
    assert found == {**dict.fromkeys(OWNERS, 0), "yours": 7}


def test_threads_that_run_at_a_time_share_a_sample() -> None:
    seen: Seen = Counter(
        {(at(str(REPOSITORY / "flask_api/auth.py")), beside("flask", "app.py")): 8}
    )
    found = shared(seen, set(), owners_of("flask"))
    assert (found["yours"], found["framework"]) == (4, 4)


def test_a_table_has_percent_of_those_who_have_a_part() -> None:
    samples = {**dict.fromkeys(OWNERS, 0), "yours": 30, "ORM": 90}
    flask_ = {
        "title": "Flask",
        "server": "gunicorn",
        "operations": {"read": {"ms": 1.234, "samples": samples}},
    }
    result = {"database": "sqlite", "seconds": 3, "backends": [flask_]}
    [sheet] = shown("profile").sheets(result)
    assert sheet.columns == ("backend", "operation", "ms", "yours", "ORM")
    assert sheet.rows == [("Flask", "read", "1.23", "25%", "75%")]
    assert "120 to 120 a row" in " ".join(shown("profile").verdicts(result))


def test_a_process_is_seen_where_it_works(tmp_path: Path) -> None:
    """Much of the time in Python, which lets no other thread run by itself."""
    (tmp_path / "now").write_text("work", "utf-8")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    subprocess.run(
        [sys.executable, str(program)],
        env=environment_of(profile.watching(tmp_path)),
        check=True,
        timeout=60,
    )
    count: Counter[str] = Counter()
    for look, times in profile.samples(tmp_path, "work").items():
        for place in look:
            count[place.function.rpartition(".")[2]] += times
    assert count["busy"] > 3 * count["asking"]
    assert count["call"] > 3 * count["asking"]


PROGRAM = """
import pathlib, sqlite3, time

def busy():
    for number in range(20_000):
        number * number

def asking(connection):
    rows = "WITH r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5000)"
    connection.execute(f"{rows} SELECT sum(n) FROM r").fetchall()

folder = pathlib.Path(__file__).parent
connection = sqlite3.connect(":memory:")
end = time.monotonic() + 1
while time.monotonic() < end:
    busy()
    asking(connection)
(folder / "now").unlink()
while not list(folder.glob("work.*.json")):
    time.sleep(0.01)
"""
