"""What counts as whose."""

import json
import sys
from collections import namedtuple
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

import flask
import pydantic
import pytest
from packaging.utils import canonicalize_name

from fourways.compare.concerns import BACKENDS
from fourways.dependencies import requirements_of
from fourways.discovery import REPOSITORY
from fourways.trace.owners import FRAMEWORKS, Owners, versions


def brought(name: str) -> set[str]:
    """What `pip install NAME` brings, itself included."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        each = canonicalize_name(waiting.pop())
        if each not in found:
            found.add(each)
            waiting += [needed.name for needed in requirements_of(each, [])]
    return found


@pytest.mark.parametrize("name", BACKENDS)
def test_a_framework_is_what_installing_it_brings(name: str) -> None:
    expected = set() if name == "scratch" else brought(name)
    if sys.version_info >= (3, 13):  # Starlette needs it only before
        expected |= {"typing-extensions"} & {*FRAMEWORKS[name]}
    assert {*FRAMEWORKS[name]} == expected


def owner(code: CodeType, module: str | None = None, extra: str = "flask") -> str:
    """Group and distribution of some code, beside a backend in flask_api."""
    owners = Owners(extra, REPOSITORY / f"{extra}_api", extra)
    found = owners.function(code, module, None)
    return f"{found.group}: {found.distribution}"


def test_by_the_file_that_it_stands_in() -> None:
    yours = compile("", str(REPOSITORY / "flask_api" / "bookmarks.py"), "exec")
    assert owner(yours) == "yours: flask"
    assert owner(flask.Flask.wsgi_app.__code__) == "framework: flask"
    assert owner(json.dumps.__code__) == "standard library: Python"


def test_a_part_of_one_framework_is_a_library_beside_another() -> None:
    code = pydantic.BaseModel.model_dump.__code__
    assert owner(code) == "libraries: pydantic"
    assert owner(code, extra="fastapi") == "framework: pydantic"


@dataclass
class Made:
    """Its `__init__` stands in no file."""

    number: int


def test_code_without_a_file_belongs_to_its_module() -> None:
    code = Made.__init__.__code__
    assert code.co_filename == "<string>"
    owners = Owners("tests", Path(__file__).parent, None)
    found = owners.function(code, __name__, None)
    assert (found.group, found.distribution) == ("yours", "tests")
    assert found.file == "<made at run time>"


def test_code_without_file_and_module_belongs_to_its_caller() -> None:
    owners = Owners("tests", Path(__file__).parent, None)
    caller = owners.function(brought.__code__, __name__, None)
    code = namedtuple("Pair", "a b").__new__.__code__
    assert owners.function(code, "namedtuple_Pair", caller).group == "yours"


def test_versions_are_of_what_is_installed() -> None:
    found = versions({"flask", "Python", "no-such-distribution"})
    assert set(found) == {"Python", "flask"}
