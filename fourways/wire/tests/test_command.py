"""The command: mistakes, a small run, the exit status; and the recorded run."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.wire import page, running
from fourways.wire.cases import cases, crowds, watches
from fourways.wire.judge import Judged, Verdict
from fourways.wire.record import read
from fourways.wire.running import Findings
from fourways.wire.servers import OURS, SERVERS


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--server", "waitres"], 'no server "waitres". Did you mean "waitress"?'),
        (["--case", "no-such-*"], "there is no case like 'no-such-*'"),
        (["--json", "/no/such/folder/x.json"], "the folder does not exist"),
        (["--record", "--server", OURS], "--record is of a whole run"),
    ],
)
def test_a_mistake_is_told_before_anything_is_started(
    arguments: list[str], message: str
) -> None:
    result = CliRunner().invoke(app, ["wire", *arguments])
    assert result.exit_code == 2
    assert result.stderr.startswith("fourways: ")
    assert message in result.stderr


def test_some_cases_on_one_server_are_shown_and_written(tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    options = ["--server", OURS, "--case", "plain*", "--json", str(file)]
    result = CliRunner().invoke(app, ["wire", *options])
    assert result.exit_code == 0, result.output
    assert "Right everywhere." in result.output
    found = json.loads(file.read_text())
    assert list(found["results"]) == ["plain", "plain-body"]
    assert found["results"]["plain"][OURS]["verdict"] == "right"
    assert read(file).counts(OURS) == {"right": 2}


@pytest.mark.parametrize(("server", "status"), [(OURS, 1), ("wsgiref", 0)])
def test_it_fails_if_ours_is_not_right(
    monkeypatch: pytest.MonkeyPatch, server: str, status: int
) -> None:
    lenient = Findings({"plain": Judged(Verdict.lenient, "200 open", "too kind")})
    monkeypatch.setattr(running, "run", lambda *_, **__: {server: lenient})
    result = CliRunner().invoke(app, ["wire", "--server", server, "--case", "plain"])
    assert result.exit_code == status
    assert "200 open: too kind" in result.output


def test_the_page_is_made_from_the_record() -> None:
    assert page.FILE.read_text(encoding="utf-8") == page.page(read())


def test_the_record_is_of_these_cases_and_of_every_server() -> None:
    record = read()
    ids = [case.id for case in cases()]
    ids += [crowd.id for crowd in crowds()]
    ids += [watch.id for watch in watches()]
    assert list(record.results) == ids
    assert list(record.servers) == [server.name for server in SERVERS]


def test_in_the_record_ours_is_right_everywhere() -> None:
    assert read().not_right(OURS) == []
