"""What a failing check says: all of it, and no page of traceback."""

import io
from pathlib import Path

from rich.console import Console

from fourways.workshop.judge import Failure, State, Verdict
from fourways.workshop.printed import own_lines
from fourways.workshop.stage import Check, Rule, Stage
from fourways.workshop.stages import stage
from fourways.workshop.tell import failure_of, overview
from fourways.workshop.wire import End, Exchange, request

FRAMEWORK = """\
before
Traceback (most recent call last):
  File "/usr/lib/framework/routing.py", line 7, in call
    return function()
           ^^^^^^^^^^
  File "{folder}/app.py", line 3, in create
    raise KeyError("url")
KeyError: 'url'
after
"""
CHECK = Check("one", "One", (Rule("route-2", "An unknown path is 404.", "RFC 9110"),))


def told(verdict: Verdict, folder: Path, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, legacy_windows=False)
    for line in failure_of(verdict, folder, console):
        console.print(line, soft_wrap=True)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def verdict(exchange: Exchange, at: int | None = None, printed: str = "") -> Verdict:
    failure = Failure("Wrong.", "Right.", exchange, at, "It is still running.", printed)
    return Verdict(stage(1), CHECK, State.failed, failure)


def test_everything_about_a_failure_is_said(tmp_path: Path) -> None:
    exchange = request("POST", "/bookmarks", "x", [("Host", "evil.example")], b"{}")
    exchange.received, exchange.end = b"HTTP/1.1 200 OK\r\n\r\n", End.closed
    text = told(verdict(exchange, 9, "Listening"), tmp_path, 100)
    assert (
        "Sent       curl -i --path-as-is -X POST http://127.0.0.1:8000/bookmarks "
        "--data-binary '{}' -H 'Host: evil.example'\n"
    ) in text
    assert "Came back  HTTP/1.1 200 OK\\r\\n\n                    ^\n" in text
    assert "(19 bytes, then the connection was closed)" in text
    assert "Wrong      Wrong.\nExpected   Right.\n" in text
    assert "Why        route-2: An unknown path is 404. (RFC 9110)" in text
    assert (
        "Program    It is still running. It printed:\n             Listening\n" in text
    )


def test_what_curl_cannot_send_is_shown_in_bytes(tmp_path: Path) -> None:
    pieces = [b"GET /he", b"alth HTTP/1.1\r\n\r\n"]
    exchange = Exchange("GET", pieces, end=End.silence)
    text = told(verdict(exchange), tmp_path, 100)
    assert (
        "Sent       GET /he\n           (a short pause)\n           alth HTTP" in text
    )
    assert "(0 bytes, then silence)" in text


def test_nothing_is_cut_in_a_narrow_terminal(tmp_path: Path) -> None:
    body = b"x" * 500
    data = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + body
    exchange = Exchange("GET", [b""], received=data, end=End.closed)
    text = told(verdict(exchange, printed="#" * 500), tmp_path, 60)
    assert text.count("x") == 500 + "Expected".count("x")
    assert text.count("#") == 500
    assert max(map(len, text.splitlines())) <= 60


def test_of_a_traceback_only_the_learners_frames_are_shown(tmp_path: Path) -> None:
    lines = own_lines(FRAMEWORK.format(folder=tmp_path), tmp_path, "all.txt")
    assert lines == [
        "before",
        "Traceback (most recent call last):",
        f'  File "{tmp_path}/app.py", line 3, in create',
        '    raise KeyError("url")',
        "KeyError: 'url'",
        "after",
    ]


def test_a_stage_that_passed_is_one_line() -> None:
    console = Console(file=io.StringIO(), width=100, legacy_windows=False)
    verdicts = [
        *passed(stage(1)),
        Verdict(stage(2), stage(2).checks[0], State.failed),
        Verdict(stage(2), stage(2).checks[1], State.not_yet, needs="the first"),
        *(Verdict(stage(3), each, State.not_yet) for each in stage(3).checks),
        Verdict(stage(4), stage(4).checks[0], State.not_yet, needs="Stage 2"),
    ]
    assert [line.plain.strip() for line in overview(verdicts, console)] == [
        "✓ Stage 1: A socket that answers (5 checks)",
        "Stage 2: Reading the request",
        "✗ A path that is not there is 404",
        "· The 404 is a problem document (not yet: first the first)",
        "· Stage 3: A body, and JSON (not yet)",
        "Stage 4: A router, and the rest of CRUD (not yet: first Stage 2)",
        "· GET /bookmarks lists them, the newest first",
    ]


def passed(of: Stage) -> list[Verdict]:
    return [Verdict(of, each, State.passed) for each in of.checks]


def test_a_program_that_prints_for_ever_fills_no_screen(
    tmp_path: Path,
) -> None:
    lines = own_lines("again\n" * 10_000, tmp_path, "all.txt")
    assert len(lines) == 201
    assert lines[100] == "... 9800 lines more, all of them in all.txt"


def test_a_response_without_an_end_is_shown_around_its_mistake(tmp_path: Path) -> None:
    data = b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 100_000
    exchange = Exchange("GET", [b""], received=data, end=End.endless)
    text = told(verdict(exchange, len(data)), tmp_path, 80)
    assert "(not shown: 580017 bytes)" in text
    assert "(600017 bytes, then more without an end)" in text
    assert len(text) < 100_000
