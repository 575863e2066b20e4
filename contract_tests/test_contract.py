"""The contract itself: complete, consistent, and covered by tests.

Nothing here needs a backend, and nothing depends on what was selected: the tests
are found in the files, not in the run.
"""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from contract_tests.support.contract import FILE, Requirement, contract
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


def written_tests() -> Iterator[Test]:
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        if file.name == Path(__file__).name:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield Test(f"{file.name}::{node.name}", checked_ids(node))


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


TESTS = list(written_tests())


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.name)
def test_a_test_names_requirements_that_exist(test: Test) -> None:
    assert test.ids, "it has no @checks(...)"
    unknown = set(test.ids) - set(contract().requirements)
    assert not unknown, f"contract.toml does not have {sorted(unknown)}"


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda each: each.id)
def test_a_requirement_has_a_test_at_its_level(requirement: Requirement) -> None:
    naming = [test for test in TESTS if requirement.id in test.ids]
    assert naming, "no test names it"
    assert any(test.level == requirement.level for test in naming), (
        f"with --level {requirement.level} no test of it runs: "
        f"{[test.name for test in naming]} check rules of higher levels too"
    )


def test_no_two_tests_have_one_name() -> None:
    counted = Counter(test.name for test in TESTS)
    assert [name for name, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("table", ["concern", "problem", "requirement"])
def test_nothing_stands_there_twice(table: str) -> None:
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    key = {"concern": "prefix", "problem": "type", "requirement": "id"}[table]
    counted = Counter(entry[key] for entry in document[table])
    assert [name for name, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda each: each.id)
def test_a_requirement_is_well_formed(requirement: Requirement) -> None:
    prefixes = {each.name: each.prefix for each in contract().concerns}
    prefix = prefixes[requirement.concern]
    assert re.fullmatch(rf"{prefix}-[1-9][0-9]*", requirement.id)
    assert requirement.level in (1, 2, 3)
    assert set(requirement.needs) <= {"process", "users"}
    assert re.fullmatch(r"\S.*\.", requirement.rule), "a rule is one sentence"
    assert re.match(r"policy: |[A-Z]", requirement.source), "a standard, or policy: ..."


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
