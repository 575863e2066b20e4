"""A plugin of pytest: each test tells what it asked and what was answered.

`-p fourways.evidence.recording` loads it, in the workers of pytest-xdist too. A test
shows its last exchange, which is what it is about. What many tests look at is asked
once in a run, such as the life of an account: a test shows what it looked at last.
"""

import json
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contract_tests.support.account import Account
from contract_tests.support.exchange import RECORDER
from contract_tests.support.recorded import Recorded
from contract_tests.support.report import target_id
from contract_tests.support.run import RUN
from fourways.evidence.stable import as_text
from fourways.process import poll

PROPERTY = "shown"
_SECONDS = 30.0


class Looked(dict[str, Any]):
    """A dictionary that remembers which value was asked for last."""

    last = ""

    def __getitem__(self, key: str) -> Any:
        self.last = key
        return super().__getitem__(key)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    """Whoever makes a recording keeps its exchanges, in the order of the answers."""
    before = len(RECORDER.exchanges)
    value = yield
    made = RECORDER.exchanges[before:]
    said = said_of(value)
    if said and made:
        texts = [as_text(each) for each in made]
        kept = dict(zip(said, texts, strict=True))
        file = _file(request.node, fixturedef.argname)
        part = file.with_suffix(".part")
        part.write_text(json.dumps(kept), encoding="utf-8")
        part.replace(file)
        # They are no test's own.
        del RECORDER.exchanges[before:]
    return value


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Put what a test shows into its reports."""
    arguments: dict[str, Any] = getattr(item, "funcargs", {})
    looked, fixture = Looked(), ""
    for name, value in list(arguments.items()):
        if said := said_of(value):
            looked, fixture = Looked(said), name
            is_account = isinstance(value, Account)
            arguments[name] = replace(value, said=looked) if is_account else looked
    try:
        return (yield)
    finally:
        if looked.last:
            shown = _kept(_file(item, fixture))[looked.last]
            item.user_properties.append((PROPERTY, shown))
        elif RECORDER.exchanges:
            item.user_properties.append((PROPERTY, as_text(RECORDER.exchanges[-1])))


def said_of(value: object) -> dict[str, Recorded]:
    """The answers of a recording, by name; none if it is something else."""
    if isinstance(value, Account):
        return value.said
    if isinstance(value, dict) and isinstance(next(iter(value.values()), 0), Recorded):
        return value
    return {}


def _kept(file: Path) -> dict[str, Any]:
    for _ in poll(_SECONDS):
        if file.exists():
            break
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def _file(item: pytest.Item, fixture: str) -> Path:
    folder = item.config.stash[RUN].folder
    return folder / f"{fixture}-{target_id(item)}.exchanges.json"
