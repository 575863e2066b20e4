"""One run of the suite against all liars: what is red is what they lie about."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fourways.discovery import REPOSITORY
from fourways.liars.lies import LIES
from fourways.manifest import load

FOLDER = Path(__file__).parents[1]
LIARS = sorted(file.parent.name for file in FOLDER.glob("*/backend.toml"))

# Some rules of different kinds that need no server of their own, to be quick.
ASKED = {
    *("route-3", "crud-1", "crud-2", "crud-6", "auth-3", "owner-1", "list-1"),
    "operate-1",
}
BELIEVED_OF_WHO_SAYS_YES = {"operate-1"}
"""That /health is 200 is no lie."""
NEEDS_NOTHING_KEPT = {"route-3", "operate-1"}
"""All others begin with a bookmark that was made before."""
RED = {
    "says-yes": ASKED - BELIEVED_OF_WHO_SAYS_YES,
    "ignores-authentication": {"auth-3", "owner-1"},
    "mixes-up-callers": {"owner-1"},
    "forgets-writes": ASKED - NEEDS_NOTHING_KEPT,
    "starts-slowly": set[str](),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report of one run against all of them."""
    file = tmp_path_factory.mktemp("liars") / "report.json"
    command = [sys.executable, "-m", "fourways", "test", "--report", str(file)]
    command += [f"--backend={FOLDER / name}" for name in LIARS]
    command += [f"--requirement={each}" for each in sorted(ASKED)]
    # The one who dies takes nobody along: the run ends, well before this.
    result = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300
    )
    assert result.returncode == 1, result.stderr
    return dict(json.loads(file.read_text()))


def by_result(run: dict[str, Any], name: str) -> dict[str, set[str]]:
    """The rules asked for, by their result on a liar."""
    found: dict[str, set[str]] = {}
    for rule in run["requirements"]:
        found.setdefault(rule["results"][f"{name}-sqlite"], set()).add(rule["id"])
    return found


def messages(run: dict[str, Any], name: str) -> list[str]:
    """What was wrong in each test that failed."""
    return [
        test["message"]
        for test in run["tests"]
        if test["target"] == f"{name}-sqlite" and test["result"] == "failed"
    ]


@pytest.mark.parametrize("name", RED)
def test_what_is_red_is_what_they_lie_about(run: dict[str, Any], name: str) -> None:
    found = by_result(run, name)
    assert found.get("failed", set()) == RED[name]
    assert found.get("passed", set()) == ASKED - RED[name]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("says-yes", "POST /bookmarks was answered 200, which openapi.yaml does not"),
        ("ignores-authentication", "200 == 401"),
        ("mixes-up-callers", "200 == 404"),
        ("forgets-writes", "404 == 200"),
    ],
)
def test_the_reason_is_the_true_one(
    run: dict[str, Any], name: str, reason: str
) -> None:
    assert any(reason in message for message in messages(run, name))


def test_who_dies_is_found_dead_and_not_guilty_of_what_went_before(
    run: dict[str, Any],
) -> None:
    assert run["problems"] == [
        "dies-sqlite ended in the middle of the run: it was killed by SIGKILL"
    ]
    assert by_result(run, "dies")["passed"]
    said = messages(run, "dies")
    assert said
    ends = ("refused", "closed", "reset by peer")
    assert [each for each in said if not any(end in each for end in ends)] == []


def test_each_lie_has_its_folder_and_is_told_here() -> None:
    assert {"nothing", *LIARS} == set(LIES)
    assert {"dies", *RED} == set(LIARS)
    for name in LIARS:
        backend = load(FOLDER / name)
        assert backend.name == name
        assert backend.servers[0].command[-1] == name


def test_a_lie_that_is_not_known_is_one_line() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "fourways.liars", "always"],
        capture_output=True,
        text=True,
    )
    assert result.returncode == 2
    assert result.stderr.startswith("Name one of: nothing, says-yes, ")
    assert result.stderr.count("\n") == 1
