"""`fourways trace` as it is typed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from fourways.cli import app
from fourways.discovery import REPOSITORY
from fourways.manifest import Backend
from fourways.trace.asking import parse
from fourways.trace.model import GROUPS, Trace
from fourways.trace.session import TraceError
from fourways.trace.show import decided, shown
from fourways.trace.tests.samples import recorded as load

BACKENDS = ("scratch", "flask", "django", "fastapi")


def run(*arguments: str, width: int = 100) -> Result:
    """Run the command in a terminal of that width."""
    return CliRunner().invoke(app, ["trace", *arguments], env={"COLUMNS": str(width)})


def text_of(case: str, width: int, depth: int = 0) -> str:
    """What is printed of the recorded traces."""
    output = Console(width=width, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
    asking = parse("POST /bookmarks", None if case == "created" else case)
    traces = [load(name, case) for name in BACKENDS]
    output.print(shown(traces, asking, output, depth))
    return output.export_text()


@pytest.mark.parametrize(
    ("case", "width"),
    [("conflict", 40), ("created", 80), ("malformed", 250)]
    + [(case, 100) for case in ("wrong-method", "unauthorized")],
)
def test_it_fits_the_terminal_and_says_it_all(case: str, width: int) -> None:
    text = text_of(case, width, depth=4)
    assert max(map(len, text.splitlines())) <= width
    flat = re.sub(r"\s+", "", text)
    for name in BACKENDS:
        trace = load(name, case)
        assert re.sub(r"\s", "", decided(trace.status)) in flat
        for group in GROUPS:
            assert f"{trace.groups[group].lines:,}" in text
        for distribution, count in trace.distributions.items():
            assert f"{distribution}{count.lines:,}" in flat
        for statement in trace.statements:
            assert re.sub(r"\s", "", statement.sql) in flat
    assert "They are no cost" in " ".join(text.split())


def test_bars_are_on_one_scale() -> None:
    text = text_of("created", 120)
    bars = {
        int(lines.replace(",", "")): len(bar)
        for lines, bar in re.findall(r"([\d,]+) +(█+)", text)
    }
    longest = max(bars)
    for lines, length in bars.items():
        assert abs(length - bars[longest] * lines / longest) <= 1


def test_a_request_of_ones_own_with_its_calls(tmp_path: Path) -> None:
    file = tmp_path / "calls.json"
    result = run(
        "scratch", "get /tags", "--tree", "3", "--speedscope", str(file), "--no-color"
    )
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("GET /tags: after 3 such requests")
    assert "200 OK, returned by " in result.stdout
    assert re.search(r"^    Application\._answer \d+ of", result.stdout, re.MULTILINE)
    assert "\x1b" not in result.stdout
    assert json.loads(file.read_text("utf-8"))["profiles"][0]["type"] == "evented"


def test_the_first_request_of_a_process_runs_more_lines() -> None:
    result = run("scratch", "--cold")
    assert result.exit_code == 0, result.output
    assert "the first request of a process" in result.stdout
    lines = re.search(r"^yours +[\d,]+ +([\d,]+)", result.stdout, re.MULTILINE)
    assert lines is not None
    warm = load("scratch", "created").groups["yours"].lines
    assert int(lines[1].replace(",", "")) > warm


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["flsk"], 'Did you mean "flask"?'),
        (["flask", "GET /tag"], 'Did you mean "/tags"?'),
        (["--case", "conflct"], 'Did you mean "conflict"?'),
        (["--record", "--cold"], "--record is about every case"),
        (["--check", "GET /tags"], "--record is about every case"),
    ],
)
def test_mistakes_are_one_line_and_status_2(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("names", "order"), [((), BACKENDS), (("django", "scratch"), ("django", "scratch"))]
)
def test_the_order_is_that_of_the_site_or_as_named(
    names: tuple[str, ...], order: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def trace_all(backends: list[Backend], *_: object, **__: object) -> list[Trace]:
        asked.extend(each.name for each in backends)
        raise TraceError("not today")

    monkeypatch.setattr("fourways.trace.tracing.trace_all", trace_all)
    assert "not today" in run(*names).stderr
    assert tuple(asked) == order


def test_a_backend_that_cannot_be_traced_says_why(tmp_path: Path) -> None:
    (tmp_path / "backend.toml").write_text(
        'name = "other"\ntitle = "Other"\nlanguage = "Go"\ndatabases = ["sqlite"]\n'
        '[[servers]]\nname = "own"\ncommand = ["./other"]\n'
    )
    result = run("--backend", str(tmp_path))
    assert result.exit_code == 2
    assert "only applications in Python can be traced" in result.stderr


def test_a_backend_that_fails_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "backend.toml").write_text(
        'name = "broken"\ntitle = "Broken"\nlanguage = "Python"\n'
        'databases = ["sqlite"]\n'
        '[[servers]]\nname = "own"\ncommand = ["{python}", "-m", "x", "broken:app"]\n'
    )
    (tmp_path / "broken.py").write_text("raise SystemExit('WORDS is wrong')\n")
    result = run("--backend", str(tmp_path))
    assert result.exit_code == 2
    assert "WORDS is wrong" in result.stderr


def test_nothing_is_left_running() -> None:
    script = (
        "from fourways.discovery import find\n"
        "from fourways.trace.session import session\n"
        "with session(find('scratch')) as opened:\n"
        "    print(opened.process_id, flush=True)\n"
        "    import os; os.kill(os.getpid(), 9)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True
    )
    number = int(result.stdout)
    from fourways.process import wait_until

    assert wait_until(lambda: not is_alive(number), 10)


def is_alive(number: int) -> bool:
    """Whether there is a process of that number."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
