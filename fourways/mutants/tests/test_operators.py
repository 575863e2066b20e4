"""What is changed, and what is left alone."""

from pathlib import Path

import pytest

pytest.importorskip("cosmic_ray", reason="needs the extra mutants")

from fourways.mutants.mutant import Mutant, mutants_of, shuffled
from fourways.mutants.operators import COSMIC_RAY, OURS, operators


def changes(tmp_path: Path, code: str) -> dict[str, set[str]]:
    """The changed lines by operator."""
    found: dict[str, set[str]] = {}
    for mutant in of(tmp_path, code):
        found.setdefault(mutant.operator, set()).add(mutant.after)
    return found


def of(tmp_path: Path, code: str) -> list[Mutant]:
    """All mutants of a file with this code."""
    (tmp_path / "file.py").write_text(code, encoding="utf-8")
    return mutants_of([Path("file.py")], tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('x = "Allow"', 'x = ""'),
        ("x = ''", 'x = "XX"'),
        ('x = rb"[a-z]"', 'x = b""'),
        ("x = f'{y}'", 'x = ""'),
    ],
)
def test_a_text_becomes_empty_and_an_empty_one_does_not(
    tmp_path: Path, before: str, after: str
) -> None:
    assert changes(tmp_path, before)["EmptyText"] == {after}


def test_of_texts_in_a_row_each_becomes_empty_by_itself(tmp_path: Path) -> None:
    code = 'x = ("SELECT 1"\n     " FROM y")\n'
    assert changes(tmp_path, code)["EmptyText"] == {'x = (""', '"")'}


@pytest.mark.parametrize(
    "statement",
    ["f()", "a.b(c)", "raise E", "yield 1", "a += 1", "a[0] = 1", "a.b = 1"],
)
def test_what_a_statement_does_is_not_done(tmp_path: Path, statement: str) -> None:
    code = f"def g(a, f):\n    {statement}\n"
    assert changes(tmp_path, code)["RemoveStatement"] == {"pass"}


@pytest.mark.parametrize("statement", ["a = 1", "a: int = 1", "return f()", "import a"])
def test_names_are_still_set_and_values_returned(
    tmp_path: Path, statement: str
) -> None:
    code = f"def g(a, f):\n    {statement}\n"
    assert "RemoveStatement" not in changes(tmp_path, code)


def test_a_named_argument_is_not_given(tmp_path: Path) -> None:
    code = "f(a, b=c, d=e)\nf(b=c)\n"
    found = changes(tmp_path, code)["RemoveArgument"]
    assert found == {"f(a, d=e)", "f(a, b=c)", "f()"}


def test_operators_of_cosmic_ray_are_used_beside_ours(tmp_path: Path) -> None:
    assert set(operators()) == {*COSMIC_RAY, *OURS}
    found = changes(tmp_path, "if 1 <= x and not y: z = -2\n")
    assert "if 1 < x and not y: z = -2" in found["ReplaceComparisonOperator_LtE_Lt"]
    assert "if 1 <= x or not y: z = -2" in found["ReplaceAndWithOr"]
    assert "if 1 <= x and  y: z = -2" in found["ReplaceUnaryOperator_Delete_Not"]


@pytest.mark.parametrize(
    "code",
    [
        '"""Docs."""\n',
        'def f(a: "int | str") -> "int | None":\n    """Docs."""\n',
        "Row = tuple[int | None]\n",
        'T = TypeVar("T")\n',
        '__all__ = ["f"]\n',
        "@lru_cache(maxsize=256)\ndef f(a, *, b):\n    return a\n",
        'x = f(help="Say what it does.")\n',
    ],
)
def test_texts_that_no_client_could_tell_are_left_alone(
    tmp_path: Path, code: str
) -> None:
    assert [each.after for each in of(tmp_path, code)] == []


def test_the_wording_of_an_error_is_left_alone_but_not_that_it_is_raised(
    tmp_path: Path,
) -> None:
    code = 'def f():\n    raise E("must be a number", [("Allow", "GET")])\n'
    found = changes(tmp_path, code)
    assert found["RemoveStatement"] == {"pass"}
    assert found["EmptyText"] == {
        'raise E("must be a number", [("", "GET")])',
        'raise E("must be a number", [("Allow", "")])',
    }


def test_no_two_mutants_are_the_same_program(tmp_path: Path) -> None:
    found = of(tmp_path, "if not a:\n    b = 1\n")
    codes = ["".join(each.code.split()) for each in found]
    assert len(set(codes)) == len(codes)
    assert len({each.id for each in found}) == len(found)


def test_a_mutant_keeps_its_name_when_it_moves_and_not_its_digest(
    tmp_path: Path,
) -> None:
    before = of(tmp_path, "a = 1\na = 1\n")
    after = of(tmp_path, "# moved\na = 1\na = 1\n")
    assert [each.id for each in before] == [each.id for each in after]
    assert [each.line + 1 for each in before] == [each.line for each in after]
    assert {each.digest for each in before}.isdisjoint(each.digest for each in after)


def test_a_larger_sample_holds_the_smaller_one(tmp_path: Path) -> None:
    found = of(tmp_path, "x = [1, 2, 3, 4, 5, 6, 7, 8]\n")
    assert shuffled(found, 7)[:4] == shuffled(found, 7)[:9][:4]
    assert shuffled(found, 7) != shuffled(found, 8)
    assert sorted(shuffled(found, 7), key=found.index) == found
