"""Results of the suite become outcomes, and one exchange for each rule."""

import pytest

from contract_tests.support.contract import contract
from fourways.evidence.running import exchanges, outcomes, short_name
from fourways.evidence.tests.samples import TARGETS
from fourways.results import Check, Results, Status

SHOWN = {"request": "GET / HTTP/1.1", "curl": "curl", "response": "HTTP/1.1 200 OK"}


def check(test: str, column: str, status: Status, *rules: str, **shown: str) -> Check:
    """One test on one target."""
    name = f"contract_tests/test_routing.py::{test}[{column}-/tags]"
    return Check(name, column, rules, status, shown={**SHOWN, **shown} if shown else {})


RESULTS = Results(
    contract=contract(),
    columns=[],
    selected=[contract().requirements[each] for each in ("route-3", "route-4")],
    checks=[
        check(
            "test_405", "flask-sqlite", Status.PASSED, "route-3", "route-4", curl="a"
        ),
        check("test_405", "naked-flask-sqlite", Status.PASSED, "route-3", "route-4"),
        check("test_allow", "flask-sqlite", Status.PASSED, "route-4", curl="b"),
        check("test_allow", "naked-flask-sqlite", Status.FAILED, "route-4", curl="c"),
        check("test_other", "flask-sqlite", Status.PASSED, "route-4", curl="d"),
        check("test_other", "naked-flask-sqlite", Status.PASSED, "route-4", curl="e"),
        check("test_silent", "flask-sqlite", Status.NOT_RUN, "route-4"),
    ],
)


def test_outcomes_count_tests_and_name_the_first_that_failed() -> None:
    found = outcomes(RESULTS, TARGETS)
    assert list(found) == ["route-3", "route-4"]
    outcome = found["route-4"]["naked-flask"]
    assert (outcome.status, outcome.passed, outcome.failed) == (Status.FAILED, 2, 1)
    assert outcome.failure == "test_routing.py::test_allow[/tags]"
    assert found["route-3"]["flask"].status is Status.PASSED


def test_the_test_that_tells_most_is_shown() -> None:
    found = exchanges(RESULTS, TARGETS)["route-4"]
    assert found["flask"].test == "test_routing.py::test_allow[/tags]"
    assert (found["flask"].curl, found["naked-flask"].curl) == ("b", "c")
    assert found["naked-flask"].status is Status.FAILED


def test_a_rule_without_a_test_of_its_own_shows_a_shared_one() -> None:
    assert exchanges(RESULTS, TARGETS)["route-3"]["flask"].curl == "a"


@pytest.mark.parametrize(
    ("parameters", "short"),
    [
        ("[flask-sqlite]", "test_x.py::test"),
        ("[flask-sqlite-a/b::c]", "test_x.py::test[a/b::c]"),
        ("[PUT-flask-sqlite-/tags]", "test_x.py::test[PUT-/tags]"),
        ("[flask-sqlite-GET /tags[0]]", "test_x.py::test[GET /tags[0]]"),
    ],
)
def test_names_of_tests_are_short(parameters: str, short: str) -> None:
    assert short_name(
        f"contract_tests/test_x.py::test{parameters}", "flask-sqlite"
    ) == (short)
