"""The matrix at the widths that people have."""

import io

import pytest
from rich.console import Console

from fourways.matrix import Matrix
from fourways.matrix_layout import headings
from fourways.results import Column, Results
from fourways.terminal import has_width
from fourways.tests.samples import sample


def shown(
    results: Results, width: int, encoding: str = "utf-8", *, whole: bool = False
) -> str:
    """The matrix as a console of this width writes it."""
    written = io.BytesIO()
    file = io.TextIOWrapper(written, encoding, "replace")
    console = Console(file=file, width=width, color_system=None)
    console.print(Matrix(results, console, whole=whole), crop=False)
    file.flush()
    text = written.getvalue().decode(encoding)
    return "\n".join(line.rstrip() for line in text.splitlines())


def line_of(rule: str, text: str) -> str:
    """The line that begins with a rule's id."""
    return next(line for line in text.splitlines() if line.split()[:1] == [rule])


def test_each_rule_has_a_line_and_each_target_a_column() -> None:
    text = shown(sample(), 140)
    assert line_of("route-4", text).endswith("✓ pass    ✗ FAIL")
    assert line_of("route-1", text).endswith("✓ pass    ✓ pass")
    assert line_of("migrate-1", text).endswith("✓ pass    - n/a")
    assert line_of("wire-1", text).endswith("✓ pass    ~ limit")
    assert line_of("wire-2", text).endswith("· not run · not run")
    assert "The Allow header of a 405 lists every method of the path" in text


def test_concerns_carry_their_question() -> None:
    text = shown(sample(), 140)
    assert "Routing  Which code answers this method on this path?" in text
    assert "Storage" not in text  # none of its rules was asked for


def test_the_legend_explains_what_is_in_the_matrix() -> None:
    text = shown(sample(), 80)
    for meaning in (
        "✓ pass: tests of the rule passed",
        "✗ FAIL: a test of the rule failed",
        "~ limit: this server cannot keep the rule",
        "- n/a: the rule cannot be tested on this target",
        "· not run: no test of the rule ran",
    ):
        assert meaning in text


def test_rules_that_hold_are_counted() -> None:
    text = shown(sample(), 140)
    total = next(line for line in text.splitlines() if "Rules that hold" in line)
    assert total.split()[-2:] == ["4", "1"]
    assert "of 5" in total


def test_rules_that_did_not_run_are_counted_if_there_are_any() -> None:
    results = sample()
    text = shown(results, 140)
    total = next(line for line in text.splitlines() if "did not run" in line)
    assert total.split() == [*["Rules", "that", "did", "not", "run"], "1", "1"]
    del results.selected[-1]
    assert "did not run" not in shown(results, 140)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    results = sample()
    results.columns *= 4
    assert all(len(line) <= width for line in shown(results, width).splitlines())


def test_with_many_columns_the_rules_give_way_first_and_then_the_words() -> None:
    results = sample()
    results.columns *= 2
    assert "✗ FAIL" in shown(results, 80)
    assert "The Allow header" in shown(results, 80)
    results.columns *= 2
    narrow = shown(results, 80)
    assert line_of("route-4", narrow).split() == ["route-4", *"✓✗✓✗✓✗✓✗"]
    assert "✗ FAIL: a test of the rule failed" in narrow


@pytest.mark.parametrize("width", [40, 120])
def test_without_a_width_every_rule_is_whole_and_on_one_line(width: int) -> None:
    results = sample()
    results.columns *= 4
    text = shown(results, width, whole=True)
    for rule in results.selected:
        assert rule.rule in line_of(rule.id, text)
    assert line_of("route-4", text).endswith("✗ FAIL")


@pytest.mark.parametrize(
    ("columns", "terminal", "expected"),
    [(None, False, False), ("80", False, True), (None, True, True)],
)
def test_a_file_has_a_width_only_where_columns_says_so(
    columns: str | None,
    terminal: bool,
    expected: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    output = Console(file=io.StringIO(), force_terminal=terminal)
    assert has_width(output) == expected


def test_a_console_without_unicode_gets_ascii() -> None:
    text = shown(sample(), 80, "ascii")
    assert "+ pass" in text
    assert "X FAIL" in text


def test_headings_say_only_what_differs() -> None:
    flask = Column("flask-sqlite", "flask", database="sqlite")
    django = Column("django-sqlite", "django", database="sqlite")
    postgresql = Column("flask-postgresql", "flask", database="postgresql")
    on_scratch = Column("flask-scratch-sqlite", "flask", "scratch", "sqlite")
    assert headings([flask, django]) == ["flask", "django"]
    assert headings([flask, postgresql]) == ["flask\nsqlite", "flask\npostgresql"]
    assert headings([flask, postgresql], short=True) == [
        "flask\nsqlite",
        "flask\npgsql",
    ]
    assert headings([Column("url", "http://localhost:8000")]) == ["url"]
    assert headings([on_scratch]) == ["flask\nscratch"]
