"""A plugin of pytest: each test tells what it asked and what was answered.

`-p fourways.evidence.recording` loads it, in the workers of pytest-xdist too. A test
shows its last exchange, which is what it is about. What many tests look at is asked
once in a run, the life of an account: such a test shows what it looked at last.
"""

import json
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contract_tests.support.account import Account
from contract_tests.support.exchange import RECORDER
from contract_tests.support.report import target_id
from contract_tests.support.run import RUN
from fourways.evidence.stable import as_text
from fourways.process import poll

PROPERTY = "shown"
ACCOUNT = "account"
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
    """Whoever records an account keeps its exchanges, in the order of the answers."""
    before = len(RECORDER.exchanges)
    value = yield
    made = RECORDER.exchanges[before:]
    if isinstance(value, Account) and made:
        texts = [as_text(each) for each in made]
        kept = dict(zip(value.said, texts, strict=True))
        file = _file(request.node)
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
    looked = Looked()
    if isinstance(account := arguments.get(ACCOUNT), Account):
        looked = Looked(account.said)
        arguments[ACCOUNT] = replace(account, said=looked)
    try:
        return (yield)
    finally:
        if looked.last:
            item.user_properties.append((PROPERTY, _kept(item)[looked.last]))
        elif RECORDER.exchanges:
            item.user_properties.append((PROPERTY, as_text(RECORDER.exchanges[-1])))


def _kept(item: pytest.Item) -> dict[str, Any]:
    file = _file(item)
    for _ in poll(_SECONDS):
        if file.exists():
            break
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def _file(item: pytest.Item) -> Path:
    folder = item.config.stash[RUN].folder
    return folder / f"{ACCOUNT}-{target_id(item)}.exchanges.json"
