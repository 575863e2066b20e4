"""Medians and groups are the right ones, and mistakes are told before measuring."""

import math

import pytest
from typer.testing import CliRunner

from fourways.bench.compare import Group, groups, rows
from fourways.bench.contenders import CONTENDERS
from fourways.bench.crowd import Latency
from fourways.bench.load import Result
from fourways.bench.turns import in_turn
from fourways.cli import app


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


def test_each_round_meets_all() -> None:
    done: list[str] = []
    tasks = {name: lambda name=name: done.append(name) for name in ("a", "b")}
    in_turn(tasks, 2, lambda line: None)
    assert done == ["a", "b", "a", "b"]


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
        (["api", "--json", "/no/such/folder/x.json"], "the folder does not exist"),
        (["api", "flsk"], 'there is no backend "flsk". Did you mean "flask"?'),
        (["hardened", "scratch"], "scratch: there is no quickstart version"),
        (["growth", "--sizes", "1000"], "--sizes must be like 1000,100000"),
        (["growth", "--sizes", "1000,many"], "--sizes must be like 1000,100000"),
        (["growth", "--sizes", "5000,1000"], "--sizes must be like 1000,100000"),
        (["growth", "--sizes", "10,1000"], "must begin with at least 100"),
        (["growth", "docs/naked/flask"], "knows the tables of scratch, flask, fast"),
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
