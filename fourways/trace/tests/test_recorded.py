"""What is recorded: complete, consistent, without secrets, and still true."""

import re
from dataclasses import replace

import pytest

from fourways.compare.concerns import BACKENDS
from fourways.discovery import find
from fourways.trace.model import CASES, GROUPS, Case
from fourways.trace.record import by_name, differences, record
from fourways.trace.recorded import from_json, load_all, path_of, to_json
from fourways.trace.session import PASSWORD
from fourways.trace.tests.samples import recorded as load

STATUS = {
    "created": 201,
    "malformed": 400,
    "wrong-method": 405,
    "unauthorized": 401,
    "conflict": 409,
}
every = pytest.mark.parametrize(
    ("backend", "case"), [(name, case) for name in BACKENDS for case in CASES]
)


def test_nothing_is_missing_and_nothing_is_left_over() -> None:
    assert {*load_all()} == {(name, case) for name in BACKENDS for case in CASES}


@every
def test_a_file_says_again_what_it_says(backend: str, case: str) -> None:
    text = path_of(backend, case).read_text("utf-8")
    assert to_json(from_json(text)) == text


@every
def test_counts_agree_with_the_calls(backend: str, case: str) -> None:
    trace = load(backend, case)
    assert trace.status.code == STATUS[case]
    assert trace.response.startswith(f"HTTP/1.1 {STATUS[case]} ")
    calls = [*trace.root.walk()][1:]
    for group in GROUPS:
        of_group = [call for call in calls if call.function.group == group]
        count = trace.groups[group]
        assert count.lines == sum(call.lines for call in of_group)
        assert count.functions == sum(not call.resumed for call in of_group)
        # Two that are made on one line, such as comprehensions, have one name.
        assert count.distinct_functions >= len({call.function for call in of_group})
        assert count.distinct_functions <= count.functions
        assert count.distinct_lines <= count.lines
    lines = sum(count.lines for count in trace.distributions.values())
    assert lines == trace.root.total == sum(c.lines for c in trace.groups.values())


@every
def test_calls_begin_within_their_callers(backend: str, case: str) -> None:
    for call in load(backend, case).root.walk():
        after = [child.after for child in call.children]
        assert after == sorted(after)
        assert all(0 <= each <= call.lines for each in after)


@every
def test_no_value_is_in_it(backend: str, case: str) -> None:
    trace = load(backend, case)
    text = path_of(backend, case).read_text("utf-8")
    assert PASSWORD not in text
    if case != "unauthorized":
        assert "Authorization: Bearer a-token\n" in trace.request
    for statement in trace.statements:
        assert "example.org" not in statement.sql
        assert "Read this again" not in statement.sql
        assert not re.search(r"'[^']{8,}'", statement.sql)


@pytest.mark.parametrize("backend", ["scratch", "flask", "django"])
@pytest.mark.parametrize("case", CASES)
def test_three_of_them_never_vary(backend: str, case: Case) -> None:
    trace = load(backend, case)
    assert trace.runs > 1
    assert trace.varies == {}


def test_what_varies_is_marked_with_its_range() -> None:
    for case in CASES:
        trace = load("fastapi", case)
        for name, (fewest, most) in trace.varies.items():
            assert by_name(trace)[name].lines == fewest < most


@every
def test_fastapi_alone_asks_its_database_in_another_thread(
    backend: str, case: str
) -> None:
    trace = load(backend, case)
    hops = [call for call in trace.root.walk() if call.hop]
    assert bool(hops) == (backend == "fastapi" and bool(trace.statements))


@pytest.mark.parametrize(
    ("backend", "case"),
    [
        ("scratch", "created"),
        ("flask", "conflict"),
        ("django", "unauthorized"),
        ("fastapi", "created"),
    ],
)
def test_a_fresh_run_is_as_recorded(backend: str, case: str) -> None:
    fresh = record(find(backend), case, runs=2)
    assert differences(load(backend, case), fresh) == []
    assert backend == "fastapi" or fresh.varies == {}


def test_a_difference_is_told() -> None:
    trace, other = load("scratch", "created"), load("scratch", "conflict")
    assert differences(trace, trace) == []
    told = differences(trace, other)
    assert "the response is not as recorded" in told
    lines = [each.groups["yours"].lines for each in (other, trace)]
    assert "yours: {} lines, recorded {}".format(*lines) in told
    moved = replace(trace, root=replace(trace.root, children=()))
    assert differences(trace, moved) == [
        "the calls, the SQL or the place of the status are not as recorded"
    ]


def test_with_other_versions_only_what_was_said_is_compared() -> None:
    trace, other = load("scratch", "created"), load("scratch", "conflict")
    newer = replace(other, versions={"Python": "4.0.0"})
    assert differences(trace, replace(newer, response="", request="")) == [
        "the request is not as recorded",
        "the response is not as recorded",
    ]
    same = replace(newer, response=trace.response, request=trace.request)
    assert differences(trace, same) == []
