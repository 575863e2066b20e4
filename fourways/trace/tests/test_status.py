"""Who decided the status."""

from collections.abc import Callable

import pytest
from werkzeug.exceptions import NotFound, abort

from fourways.trace.status import number, status_of
from fourways.trace.tests.samples import decided_by, traced


class Problem(Exception):
    """An error of yours."""

    status = 409


class Response:
    """A response of a framework."""

    def __init__(self, status: int) -> None:
        self.status_code = status


def refuse() -> None:
    raise Problem


def answer(status: int) -> Response:
    return Response(status)


def made() -> Problem:
    return Problem()


def raises_what_was_made() -> None:
    raise made()


def hands_on_a_number() -> Response:
    return answer(201)


def returns_a_tuple() -> tuple[dict[str, str], int]:
    return {}, 201


def knows_the_number() -> Response:
    return Response(201)


def aborts() -> None:
    abort(404)


@pytest.mark.parametrize(
    ("run", "status", "decider"),
    [
        (refuse, 409, "refuse"),
        (raises_what_was_made, 409, "raises_what_was_made"),
        (knows_the_number, 201, "knows_the_number"),
        (hands_on_a_number, 201, "hands_on_a_number"),
        (returns_a_tuple, 201, "returns_a_tuple"),
        (aborts, 404, "aborts"),
    ],
)
def test_the_first_to_carry_it_decided(
    run: Callable[[], object], status: int, decider: str
) -> None:
    def handler() -> None:
        try:
            run()
        except (Problem, NotFound):
            answer(status)

    found = traced(handler, status).status
    assert decided_by(found) == (decider, None)
    assert found.raised == (status != 201)


def test_where_a_library_decided_the_place_of_yours_is_told() -> None:
    from werkzeug.routing import Map, Rule

    routes = Map([Rule("/here", methods=["GET"])]).bind("localhost")

    def route() -> None:
        try:
            routes.match("/there")
        except NotFound:
            return

    decider, caller = decided_by(traced(route, 404).status)
    assert decider == "MapAdapter.match"
    assert caller is not None
    assert caller.endswith("route")


def test_a_status_that_nothing_carried_has_no_place() -> None:
    assert traced(refuse_nothing, 418).status.place is None


def refuse_nothing() -> None:
    return


def test_only_responses_exceptions_and_views_tuples_are_asked() -> None:
    class Tempting:
        @property
        def status_code(self) -> int:
            raise AssertionError("it was asked")

    assert status_of(Tempting()) is None
    assert status_of(({}, 201, {})) == 201
    assert status_of((1, 2, 3, 4)) is None
    assert status_of(ValueError()) is None
    assert [number(each) for each in (404, "404 Not Found", "OK", 7, None)] == [
        404,
        404,
        None,
        None,
        None,
    ]
