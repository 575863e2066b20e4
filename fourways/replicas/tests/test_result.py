"""What came out is kept and shown as it was."""

import json
from dataclasses import replace

from fourways.replicas.result import (
    Outcome,
    as_json,
    from_json,
    markdown,
    merged,
    with_lost_tests,
)

STEADY = Outcome(
    backend="flask",
    scenario="steady",
    passed=1_150,
    limits=15,
    not_applicable=134,
    failed=(),
    explained=(),
    problems=(),
    happened=0,
    answered=(2_000, 2_001),
    processes=((2_010,), (2_005,)),
    by_nginx=85,
    passed_on=0,
    cut_off=(),
    seconds=15.4,
    measured="2030-01-02",
    versions={"nginx": "1.22.1"},
)
KILLED = replace(
    STEADY,
    scenario="killed",
    cut_off=("POST /tokens 502",),
    passed=1_149,
    explained=("test_a[url]",),
)


def test_what_is_written_can_be_read_again() -> None:
    document = json.loads(json.dumps(as_json([STEADY, KILLED])))
    assert from_json(document) == [STEADY, KILLED]


def test_a_new_outcome_takes_the_place_of_the_old_one() -> None:
    newer = replace(STEADY, passed=1_151)
    django = replace(STEADY, backend="django")
    assert merged([KILLED, STEADY], [django, newer]) == [django, newer, KILLED]


def test_the_page_says_what_was_cut_off_and_what_failed_for_it() -> None:
    page = markdown([STEADY, KILLED])
    assert (
        "| flask | steady | 1,299 | 1,150 | 15 | 0 | 0 | 0 | 2,000 + 2,001 | 85 |"
        in page
    )
    assert "- flask: on 2030-01-02, with nginx 1.22.1\n" in page
    assert "- flask: `POST /tokens 502`; failed for it: `test_a[url]`\n" in page


def test_it_is_good_only_if_something_passed_and_nothing_failed() -> None:
    assert STEADY.good
    assert KILLED.good
    assert not replace(STEADY, failed=("test_a",)).good
    assert not replace(STEADY, problems=("it ended",)).good
    assert not replace(STEADY, passed=0).good


def test_a_scenario_that_lost_tests_is_not_good() -> None:
    shorter = replace(KILLED, passed=KILLED.passed - 1)
    steady, killed = with_lost_tests([STEADY, shorter])
    assert (steady, killed.good) == (STEADY, False)
    assert killed.problems == (
        "1,298 tests have a result, and 1,299 in another scenario",
    )


def test_a_test_that_failed_is_not_lost() -> None:
    failed = replace(STEADY, passed=STEADY.passed - 1, failed=("test_b[url]",))
    assert with_lost_tests([STEADY, KILLED, failed]) == [STEADY, KILLED, failed]
