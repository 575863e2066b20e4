"""Tests of the judge: which broken rules fail which test."""

import json

import httpx
import pytest

from contract_tests.support.exchange import Exchange
from contract_tests.support.judge import JUDGE, Judge
from contract_tests.support.outcomes import outcome
from contract_tests.support.problems import assert_invalid, assert_problem
from contract_tests.support.violations import ContractViolation


def health(
    headers: list[tuple[str, str]], body: bytes = b'{"status": "ok"}'
) -> Exchange:
    exchange = Exchange("GET", url="http://127.0.0.1:8000/health")
    exchange.version, exchange.status, exchange.reason = "HTTP/1.1", 200, "OK"
    length = str(len(body))
    exchange.headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", length),
        *headers,
    ]
    exchange.body = body
    return exchange


DATE = ("Date", "Tue, 01 Jan 2030 00:00:00 GMT")
NOSNIFF = ("X-Content-Type-Options", "nosniff")


def test_what_keeps_all_rules_passes() -> None:
    Judge().check(health([DATE, NOSNIFF]), "/health")


def test_a_broken_rule_fails_every_test() -> None:
    with pytest.raises(ContractViolation, match=r"response-4: .*nosniff"):
        Judge().check(health([DATE]), "/health")


def test_rule_by_rule_a_broken_rule_fails_its_own_tests() -> None:
    judge = Judge()
    judge.tested = frozenset({"response-4", "response-7"})
    with pytest.raises(ContractViolation, match="response-4"):
        judge.check(health([DATE]), "/health")


def test_rule_by_rule_a_broken_rule_fails_no_other_test() -> None:
    judge = Judge()
    judge.tested = frozenset({"response-7"})
    judge.check(health([DATE]), "/health")


def test_rule_by_rule_a_rule_behind_a_broken_one_still_counts() -> None:
    judge = Judge()
    judge.tested = frozenset({"response-7"})
    with pytest.raises(ContractViolation, match=r"response-7: .*0 Date"):
        judge.check(health([]), "/health")


def test_rule_by_rule_a_shape_that_is_not_documented_fails_no_test() -> None:
    undocumented = health([DATE, NOSNIFF], b'{"state": "fine"}')
    with pytest.raises(ContractViolation, match="does not allow"):
        Judge().check(undocumented, "/health")
    judge = Judge()
    judge.tested = frozenset({"operate-1"})
    judge.check(undocumented, "/health")


def refused(**problem: object) -> Exchange:
    """A 422 of POST /users, with other members than it should have."""
    said: dict[str, object] = {
        "type": "urn:fourways:problem:invalid",
        "title": "Invalid",
        "status": 422,
        "detail": "One member is not valid.",
        "errors": [{"pointer": "/username", "detail": "must be a text"}],
        **problem,
    }
    body = json.dumps(said).encode()
    exchange = Exchange("POST", url="http://127.0.0.1:8000/users")
    exchange.version, exchange.status, exchange.reason = "HTTP/1.1", 422, "Invalid"
    exchange.headers = [
        ("Content-Type", "application/problem+json"),
        ("Content-Length", str(len(body))),
        DATE,
        NOSNIFF,
    ]
    exchange.body = body
    return exchange


def test_a_problem_that_says_what_is_wrong_passes() -> None:
    Judge().check(refused(), None)


def test_a_problem_with_an_empty_detail_breaks_error_1() -> None:
    with pytest.raises(ContractViolation, match=r"error-1: .*empty detail"):
        Judge().check(refused(detail=""), None)


def test_an_error_with_an_empty_detail_breaks_valid_1() -> None:
    silent = [{"pointer": "/username", "detail": ""}]
    with pytest.raises(ContractViolation, match=r"valid-1: .*empty"):
        Judge().check(refused(errors=silent), None)


@pytest.mark.parametrize("errors", [5, "none", [5], None])
def test_rule_by_rule_errors_in_another_form_fail_no_other_test(errors: object) -> None:
    judge = Judge()
    judge.tested = frozenset({"valid-1", "error-1"})
    judge.check(refused(errors=errors), None)


def test_rule_by_rule_a_problem_without_a_type_breaks_error_2() -> None:
    judge = Judge()
    judge.tested = frozenset({"error-2"})
    with pytest.raises(ContractViolation, match=r"error-2: .*no problem type"):
        judge.check(refused(type=None), None)


def of_status(status: int, text: str = "No.") -> httpx.Response:
    """An error as frameworks write it."""
    return httpx.Response(status, text=text, request=httpx.Request("GET", "http://a/"))


def test_rule_by_rule_an_error_in_another_form_is_one_of_its_status(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(JUDGE, "tested", frozenset({"route-3"}))
    assert outcome(of_status(405)) == "405 method-not-allowed"
    assert outcome(of_status(404)) != "405 method-not-allowed"
    assert_problem(of_status(405), 405, "method-not-allowed")
    assert_invalid(of_status(422), pointers=["/url"])
    with pytest.raises(AssertionError, match="expected 422"):
        assert_invalid(of_status(400), pointers=["/url"])


@pytest.mark.parametrize(
    "tested", [None, frozenset({"error-1"}), frozenset({"valid-1"})]
)
def test_an_error_in_another_form_fails_the_tests_of_the_form(
    monkeypatch: pytest.MonkeyPatch, tested: frozenset[str] | None
) -> None:
    monkeypatch.setattr(JUDGE, "tested", tested)
    with pytest.raises((ValueError, KeyError)):
        assert_invalid(of_status(422), pointers=["/url"])
    if tested is None or "error-1" in tested:
        with pytest.raises(ValueError, match="Expecting value"):
            outcome(of_status(405))
