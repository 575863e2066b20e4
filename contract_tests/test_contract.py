"""The contract itself: complete, consistent, and covered by tests.

Nothing here needs a backend, and nothing depends on what was selected: the tests
are found in the files, not in the run.
"""

import ast
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from contract_tests.support.contract import FILE, contract
from contract_tests.support.openapi import document, paths

REQUIREMENTS = list(contract().requirements.values())


@dataclass(frozen=True)
class Test:
    """A test function of the suite, and the ids that its `@checks` names."""

    __test__ = False

    name: str
    ids: tuple[str, ...]

    @property
    def level(self) -> int:
        return max(contract().requirements[each].level for each in self.ids)


@cache
def written_tests() -> list[Test]:
    here = Path(__file__)
    return [
        Test(f"{file.name}::{node.name}", checked_ids(node))
        for file in sorted(here.parent.glob("test_*.py"))
        if file.name != here.name
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def checked_ids(function: ast.FunctionDef) -> tuple[str, ...]:
    return tuple(
        argument.value
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Name)
        and decorator.func.id == "checks"
        for argument in decorator.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )


def test_every_test_names_requirements_that_exist() -> None:
    assert [test.name for test in written_tests() if not test.ids] == []
    known = set(contract().requirements)
    unknown = {test.name: set(test.ids) - known for test in written_tests()}
    assert {name: ids for name, ids in unknown.items() if ids} == {}


def test_every_requirement_has_a_test() -> None:
    named = {each for test in written_tests() for each in test.ids}
    without = [each.id for each in REQUIREMENTS if each.id not in named]
    assert not without, f"no test names {', '.join(without)}"


def test_every_requirement_has_a_test_at_its_level() -> None:
    """With --level 1 a test does not run that checks a rule of level 2 as well."""
    levels: dict[str, set[int]] = {each.id: set() for each in REQUIREMENTS}
    for test in written_tests():
        for each in test.ids:
            levels[each].add(test.level)
    without = [each.id for each in REQUIREMENTS if each.level not in levels[each.id]]
    assert not without, f"no test of the level of {', '.join(without)}"


def test_no_two_tests_have_one_name() -> None:
    counted = Counter(test.name for test in written_tests())
    assert [name for name, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("table", ["concern", "problem", "requirement"])
def test_nothing_stands_there_twice(table: str) -> None:
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    key = {"concern": "prefix", "problem": "type", "requirement": "id"}[table]
    counted = Counter(entry[key] for entry in document[table])
    assert [name for name, count in counted.items() if count > 1] == []


def test_requirements_are_well_formed() -> None:
    prefixes = {each.name: each.prefix for each in contract().concerns}
    for requirement in REQUIREMENTS:
        prefix = prefixes[requirement.concern]
        assert re.fullmatch(rf"{prefix}-[1-9][0-9]*", requirement.id)
        assert requirement.level in (1, 2, 3), requirement.id
        assert set(requirement.needs) <= {"process", "users"}, requirement.id
        # A rule is one sentence; its source is a standard, or a policy with its reason.
        assert re.fullmatch(r"\S.*\.", requirement.rule), requirement.id
        assert re.match(r"policy: \S|[A-Z]", requirement.source), requirement.id


def test_every_concern_has_requirements() -> None:
    for concern in contract().concerns:
        assert contract().of_concern(concern.name), concern.name


def test_problem_types_are_well_formed() -> None:
    for problem in contract().problems.values():
        if problem.type == "about:blank":
            assert problem.status is None
        else:
            assert re.fullmatch(r"urn:fourways:problem:[a-z]+(-[a-z]+)*", problem.type)
            assert problem.status is not None
            assert 400 <= problem.status <= 599
        assert problem.title
        assert problem.when.endswith(".")


def test_problem_types_and_documented_statuses_are_the_same() -> None:
    documented = {
        status
        for path in paths()
        for responses in path.operations.values()
        for status in responses
        if status >= 400
    }
    # 405 cannot be documented: it belongs to methods that a path does not have.
    typed = {problem.status for problem in contract().problems.values()} - {None, 405}
    assert documented == typed


def test_openapi_yaml_is_valid() -> None:
    # Only here: it takes longer to import than most tests take to run.
    from openapi_spec_validator import validate

    description: Any = document()
    validate(description)
