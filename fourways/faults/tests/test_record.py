"""What was seen is kept as JSON, and the page is made from it."""

from pathlib import Path

from fourways.discovery import find
from fourways.faults import page, recorded
from fourways.faults.outcome import Outcome
from fourways.faults.recorded import Dated, Record
from fourways.faults.scenario import Result
from fourways.faults.scenarios import SCENARIOS


def result(database: str, outcome: Outcome, **counts: float) -> Result:
    return Result("stop", "flask", "gunicorn", database, outcome, counts, ("why|so",))


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    seen = recorded.record_of(
        [result("sqlite", Outcome.PASSED, sent=3)], [find("flask")]
    )
    recorded.write(seen, tmp_path / "faults.json")
    assert recorded.read(tmp_path / "faults.json") == seen
    assert "flask" in seen.versions["flask"]


def test_what_is_seen_again_replaces_what_was_seen() -> None:
    old = Record(
        {"flask": {"flask": "1"}},
        {},
        (
            Dated("2030-01-01", result("sqlite", Outcome.FAILED)),
            Dated("2030-01-01", result("postgresql", Outcome.PASSED)),
        ),
    )
    new = Record(
        {"flask": {"flask": "2"}},
        {"cores": 2},
        (Dated("2030-01-02", result("sqlite", Outcome.PASSED)),),
    )
    both = recorded.merged(old, new)
    assert {
        (d.date, d.result.database, str(d.result.outcome)) for d in both.results
    } == {
        ("2030-01-02", "sqlite", "passed"),
        ("2030-01-01", "postgresql", "passed"),
    }
    assert both.versions == {"flask": {"flask": "2"}}


def test_the_page_tells_outcomes_that_differ_and_what_was_not_recorded() -> None:
    results = (
        Dated("2030-01-02", result("sqlite", Outcome.PASSED, sent=1_234)),
        Dated("2030-01-02", result("postgresql", Outcome.FAILED)),
    )
    text = page.document(Record({}, {"system": "Linux", "cores": 2}, results))
    line = next(line for line in text.splitlines() if line.startswith("| [stop]"))
    assert "passed (SQLite)<br>**failed** (PostgreSQL)" in line
    assert line.count("not recorded") == 3
    assert "| Flask | gunicorn | SQLite | passed | 1,234 sent<br>why\\|so |" in text
    for scenario in SCENARIOS:
        assert f"\n## {scenario.name}\n\n{scenario.does}\n" in text


def test_the_page_in_docs_is_made_from_the_record_beside_it() -> None:
    assert page.FILE.read_text(encoding="utf-8") == page.document(recorded.read())


def test_every_backend_is_recorded_in_every_scenario() -> None:
    found = {
        (dated.result.scenario, dated.result.backend, dated.result.database)
        for dated in recorded.read().results
    }
    assert found >= {
        (scenario.name, backend, database)
        for scenario in SCENARIOS
        for backend in ("scratch", "flask", "django", "fastapi")
        for database in scenario.databases
    }
