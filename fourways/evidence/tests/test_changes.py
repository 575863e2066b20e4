"""What differs from the recorded evidence is said, one line each."""

from dataclasses import replace

import pytest

from fourways.compare.symbols import Snippet
from fourways.evidence import changes, whole
from fourways.evidence.ablation import Removal
from fourways.evidence.model import Ablations, Exchanges, Outcome, Suite
from fourways.evidence.tests.samples import (
    ABLATION,
    ABLATIONS,
    EXCHANGE,
    EXCHANGES,
    SUITE,
    VERSIONS,
)
from fourways.results import Status

PIECE = Snippet("", ABLATION.file, 3, 4, ABLATION.text)
REMOVAL = Removal("routing", "flask", PIECE, ("route-1", "route-4"))


def test_the_same_is_no_change() -> None:
    assert list(changes.of_suite(SUITE, SUITE)) == []
    assert list(changes.of_ablations(ABLATIONS, ABLATIONS)) == []
    assert list(changes.of_exchanges(EXCHANGES, EXCHANGES)) == []
    assert list(changes.of_claims([REMOVAL], ABLATIONS)) == []


def test_another_outcome_is_a_change() -> None:
    now = Suite(
        VERSIONS,
        SUITE.targets,
        {"route-4": {"flask": Outcome(Status.FAILED, 1, 1, "test_routing.py::test_x")}},
    )
    assert list(changes.of_suite(SUITE, now)) == [
        "route-4 on flask: recorded passed, now failed (test_routing.py::test_x)"
    ]


def test_another_version_is_a_change_but_for_those_of_the_machine() -> None:
    now = {**VERSIONS, "python": "3.13.1", "flask": "3.2.0", "click": "8.5.1"}
    assert list(changes.of_versions(VERSIONS, now)) == [
        "click: recorded with none, here is 8.5.1",
        "flask: recorded with 3.1.3, here is 3.2.0",
    ]


def test_other_targets_are_a_change() -> None:
    now = replace(SUITE, targets=(replace(SUITE.targets[0], server="waitress"),))
    assert list(changes.of_suite(SUITE, now)) == ["suite.json is about other targets"]


def test_other_red_rules_are_a_change() -> None:
    now = Ablations(VERSIONS, (replace(ABLATION, red=()),))
    [line] = changes.of_ablations(ABLATIONS, now)
    assert line.endswith("recorded red route-4, now nothing")


@pytest.mark.parametrize(
    ("response", "changed"),
    [
        (EXCHANGE.response.replace('{"status": 405}', "{}"), False),
        (EXCHANGE.response.replace("Allow: GET", "Allow: PUT"), False),
        (EXCHANGE.response.replace("405", "404"), True),
        (EXCHANGE.response.replace("Allow", "Vary"), True),
        ("", True),
    ],
)
def test_an_exchange_of_another_kind_is_a_change(response: str, changed: bool) -> None:
    exchange = replace(EXCHANGE, response=response)
    now = Exchanges(VERSIONS, {"route-4": {"flask": exchange}})
    assert bool(list(changes.of_exchanges(EXCHANGES, now))) is changed


@pytest.mark.parametrize(
    ("removals", "message"),
    [
        ([], "docs/concerns/ names no line any more"),
        ([REMOVAL, replace(REMOVAL, backend="django")], "no removal is recorded"),
        (
            [replace(REMOVAL, piece=replace(PIECE, text="x"))],
            "another line was removed",
        ),
        ([replace(REMOVAL, rules=("route-1",))], "was tested by other rules"),
    ],
)
def test_a_claim_without_its_evidence_is_a_change(
    removals: list[Removal], message: str
) -> None:
    [line] = changes.of_claims(removals, ABLATIONS)
    assert message in line


def test_the_sample_is_of_rules_that_some_keep_and_some_break() -> None:
    other = replace(SUITE.targets[1], name="naked-django")
    kept = Outcome(Status.PASSED, passed=1)
    rows = {
        rule: {**row, other.name: kept if rule != "route-3" else row["naked-flask"]}
        for rule, row in SUITE.outcomes.items()
    }
    suite = Suite(VERSIONS, (*SUITE.targets, other), rows)
    # route-6 holds in both, and route-3 in neither.
    assert whole.sample_of_rules(suite) == ("route-4",)


def test_the_sample_of_removals_is_the_quickest() -> None:
    slow = Removal("listing", "flask", PIECE, ("route-3", "route-4"))
    slower = Removal("operations", "flask", PIECE, ("operate-2",))
    assert whole.sample_of_removals([slower, slow, REMOVAL], SUITE) == [REMOVAL]
    assert whole.sample_of_removals([slower, slow], SUITE) == [slow]


def test_rules_that_ran_again_take_the_place_of_what_was() -> None:
    row = {"flask": Outcome(Status.FAILED, failed=1)}
    now = replace(SUITE, outcomes={"route-4": row})
    found = whole.merged_suite(SUITE, now)
    assert list(found.outcomes) == ["route-3", "route-4", "route-6"]
    assert found.outcomes["route-4"] == row
    assert found.outcomes["route-3"] == SUITE.outcomes["route-3"]
