"""What wrk prints is read rightly, and the medians and groups are the right ones."""

import math

import pytest
from typer.testing import CliRunner

from fourways.bench.compare import Group, groups, rows
from fourways.bench.contenders import CONTENDERS
from fourways.bench.crowd import Latency
from fourways.bench.wrk import Result, WrkError, parse
from fourways.cli import app

PRINTED = """
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.33ms    2.10ms  37.16ms   91.43%
  Latency Distribution
     50%  712.00us
     75%    1.33ms
     90%    3.08ms
     99%    1.05s
  63213 requests in 2.01s, 10.13MB read
  Socket errors: connect 0, read 3, write 0, timeout 1
  Non-2xx or 3xx responses: 5
Requests/sec:  31433.62
"""


def test_the_output_of_wrk_is_read() -> None:
    assert parse(PRINTED) == Result(31433.62, 0.712, 1050.0, 9)


def test_other_output_is_an_error() -> None:
    with pytest.raises(WrkError):
        parse("unable to connect")


def test_the_ratio_is_that_of_each_round() -> None:
    group = Group("", 1, 1, [])
    speeds = {"scratch": [100, 10, 40], "other": [50, 1, 10]}
    group.results = {
        name: [Result(speed, 1, 1, 0) for speed in found]
        for name, found in speeds.items()
    }
    assert {row.name: row.scratch_times for row in rows(group)} == {
        "scratch": 1,
        "other": 4,
    }


def test_every_group_has_scratch() -> None:
    chosen = ["waitress", "gunicorn gthread"]
    names = [[c.name for c in group.contenders] for group in groups(2, 8, chosen)]
    assert names == [["scratch", "gunicorn gthread"], ["scratch", "waitress"]]


def test_the_groups_have_as_many_threads() -> None:
    found = groups(2, 8, ["waitress", "gunicorn gthread"])
    assert {group.processes * group.threads for group in found} == {16}


def test_no_answer_is_no_ratio() -> None:
    assert math.isinf(Latency(1.0, math.inf).ratio)


def test_no_answer_is_nothing_in_json() -> None:
    latency = Latency(1.0, math.inf).as_json()
    assert latency == {"alone_ms": 1.0, "crowded_ms": None}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["server", "--server", "waitres"], 'no server "waitres". Did you mean "wait'),
        (["idle", "--server", "nginx"], 'there is no server "nginx".'),
        (["server", "--json", "/no/such/folder/x.json"], "the folder does not exist"),
        (["hardened", "--database", "mysql"], "must be sqlite or postgresql"),
    ],
)
def test_a_mistake_is_told_before_anything_is_measured(
    arguments: list[str], message: str
) -> None:
    result = CliRunner().invoke(app, ["bench", *arguments])
    assert result.exit_code == 2
    assert result.stderr.startswith("fourways: ")
    assert message in result.stderr


def test_the_names_are_different() -> None:
    assert len({contender.name for contender in CONTENDERS}) == len(CONTENDERS)
