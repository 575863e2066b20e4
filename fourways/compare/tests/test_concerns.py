"""The files in docs/concerns/ are right, and a wrong one says what is wrong."""

from pathlib import Path

import pytest

from fourways.compare import coverage
from fourways.compare.concerns import (
    AUTOMATION,
    BACKENDS,
    Cell,
    Concern,
    ConcernError,
    concerns,
    load,
)

CELL = "{automation: default, why: By itself., nothing: It is there.}"


def write(folder: Path, cell: str = CELL, name: str = "auth", head: str = "") -> None:
    """A file in which each backend has this cell."""
    cells = "".join(f"  {backend}: {cell}\n" for backend in BACKENDS)
    (folder / f"{name}.md").write_text(
        f"---\norder: 1\n{head}backends:\n{cells}---\n\nA text.\n"
    )


def test_every_concern_has_its_file_and_all_code_its_concern() -> None:
    assert coverage.problems(concerns()) == []


def test_every_text_is_long_enough_to_say_something_and_short_enough_to_read() -> None:
    for concern in concerns():
        assert 120 <= len(concern.text.split()) <= 260, concern.name


def test_orders_are_different() -> None:
    orders = [concern.order for concern in concerns()]
    assert orders == sorted(set(orders))


def test_sentences_end_as_sentences() -> None:
    for concern in concerns():
        for name, cell in concern.cells.items():
            for sentence in [*cell.parts.values(), *filter(None, [cell.nothing])]:
                assert sentence.endswith("."), (concern.name, name)
                assert "|" not in sentence, (concern.name, name)


def test_a_file_is_read(tmp_path: Path) -> None:
    also = "also: {a library: Hashes., default: The header.}"
    cell = f"{{automation: you wrote it, why: Us., {also}, library: x, code: [a.py:f]}}"
    write(tmp_path, cell)
    [concern] = load(tmp_path)
    assert (concern.title, concern.text) == ("Authentication", "A text.")
    assert concern.cells["flask"].code == ("a.py:f",)
    assert list(concern.cells["flask"].parts) == [
        "default",
        "a library",
        "you wrote it",
    ]


def test_a_concern_outside_the_contract_brings_its_question(tmp_path: Path) -> None:
    write(tmp_path, name="server", head="title: Server\nquestion: Who?\n")
    assert load(tmp_path)[0].question == "Who?"


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("{automation: magic, why: W., code: [a.py]}", "must be one of default, "),
        ("{automation: default, why: W.}", "it needs code, or nothing and why"),
        ("{automation: default, why: W., code: [a], nothing: N.}", "it needs code, or"),
        ("{automation: a library, why: W., code: [a.py]}", "library goes with"),
        ("{automation: default, why: W., library: x, code: [a]}", "library goes with"),
        ("{automation: opt in, why: W., code: [a.py]}", "opt in needs what"),
        (
            "{automation: default, why: W., code: [a], removed: 'a: b'}",
            "removed goes with 'opt in'",
        ),
        (
            "{automation: default, why: W., code: [a], beyond: [auth-1]}",
            "beyond goes with removed",
        ),
        (
            "{automation: opt in, why: W., code: [a], removed: x, beyond: [auth-99]}",
            "there is no requirement auth-99",
        ),
        ("{automation: default, why: W., nothing: N., also: {x: y}}", "words of also"),
        (
            "{automation: default, why: W., nothing: N., also: {default: W.}}",
            "stands in also once more",
        ),
        ("{automation: not there, why: W., code: [a.py]}", "has no code"),
        ("{automation: default, why: W., nothing: N., colour: red}", "colour"),
        ("words alone", "flask|scratch"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, cell: str, message: str) -> None:
    write(tmp_path, cell)
    with pytest.raises(ConcernError, match=rf"docs/concerns/auth\.md.*({message})"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A text.", "it must begin with YAML"),
        ("---\n{\n---\n", "docs/concerns/auth.md: "),
        ("---\norder: 1\n---\n", "its keys must be order, backends"),
        ("---\norder: 1\nbackends: {flask: 1}\n---\n", "backends must be scratch, "),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "auth.md").write_text(text)
    with pytest.raises(ConcernError, match=message):
        load(tmp_path)


def concern_with(*code: str, removed: str = "", library: str = "") -> Concern:
    """A concern that claims this code."""
    cell = Cell(AUTOMATION[0], "W.", code=code, removed=removed, library=library)
    return Concern("auth", "T", "Q?", 1, "", {"flask": cell})


def test_code_that_nobody_claims_is_a_problem() -> None:
    found = coverage.problems([concern_with("flask_api/hosts.py:init_app")])
    where = "is claimed by no file in docs/concerns/"
    assert f"flask_api/hosts.py:check_host {where}" in found
    assert f"flask_api/cors.py {where}" in found
    assert f"flask_api/hosts.py:init_app {where}" not in found
    assert f"scratch_api/migrations/0004_sign_in_failures.sql {where}" in found
    assert not any("/tests/" in line for line in found)


def test_of_a_class_claimed_in_part_the_other_methods_are_a_problem() -> None:
    one = "scratch_api/web/application.py:Application._answer"
    found = coverage.problems([concern_with(one)])
    assert not any(line.startswith(f"{one} ") for line in found)
    rest = [line for line in found if line.startswith("scratch_api/web/application.py")]
    assert {line.split()[0].rpartition(".")[2] for line in rest} == {
        "__init__",
        "__call__",
    }


def test_a_claim_that_is_gone_a_line_and_a_library_too_are_problems() -> None:
    concern = concern_with(
        "flask_api/hosts.py:gone", removed="flask_api/hosts.py: gone()", library="gone"
    )
    found = "\n".join(coverage.problems([concern]))
    assert "docs/concerns/auth.md: flask_api/hosts.py:gone: there is no 'gone'" in found
    assert "removed: flask_api/hosts.py: gone(): there are 0 such lines" in found
    assert "docs/concerns/auth.md: gone is not in requirements.txt" in found
