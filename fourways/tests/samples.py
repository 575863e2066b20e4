"""Recorded results to show: two backends, some rules, one failure of each kind."""

from typing import Any

from contract_tests.support.contract import contract
from fourways.results import Check, Column, Results, Status

EXCHANGE: dict[str, Any] = {
    "request": {
        "method": "DELETE",
        "url": "http://127.0.0.1:20001/tags",
        "headers": [["Accept", "*/*"]],
        "body": "",
    },
    "curl": "curl -i --path-as-is -X DELETE http://127.0.0.1:20001/tags",
    "sent": "",
    "response": {
        "version": "HTTP/1.1",
        "status": 405,
        "reason": "Method Not Allowed",
        "headers": [["Allow", "GET"], ["X-Note", "<script>alert(1)</script>"]],
        "body": '{"status": 405}',
    },
    "error": "",
}
COLUMNS = [
    Column("scratch-sqlite", "scratch", database="sqlite", options=("scratch",)),
    Column(
        "flask-sqlite",
        "flask",
        database="sqlite",
        options=("flask",),
        versions={"flask": "3.1.3", "werkzeug": "3.1.9"},
    ),
]


def check(
    test: str, target: str, status: Status, *requirements: str, message: str = ""
) -> Check:
    """One test on one target, as the suite would tell it."""
    failed = status is Status.FAILED
    return Check(
        test=f"contract_tests/test_routing.py::{test}[{target}]",
        target=target,
        requirements=requirements,
        status=status,
        seconds=0.25,
        message=message,
        details=f"def {test}(): ...\nE {message}" if failed else "",
        exchanges=(EXCHANGE,) if failed else (),
    )


def sample() -> Results:
    """Scratch holds all but wire-2, which never ran; Flask has one of each status."""
    rules = ["route-1", "route-4", "migrate-1", "wire-1", "wire-2"]
    checks = [
        check("test_paths", "scratch-sqlite", Status.PASSED, "route-1"),
        check("test_paths", "flask-sqlite", Status.PASSED, "route-1"),
        check("test_allow", "scratch-sqlite", Status.PASSED, "route-4"),
        check(
            "test_allow",
            "flask-sqlite",
            Status.FAILED,
            "route-4",
            message="AssertionError: Allow is 'GET',\nnot 'GET, HEAD, OPTIONS'",
        ),
        check("test_migrate", "scratch-sqlite", Status.PASSED, "migrate-1"),
        check(
            "test_migrate",
            "flask-sqlite",
            Status.NOT_APPLICABLE,
            "migrate-1",
            message="not applicable: it needs a server that the suite may start",
        ),
        check("test_alive", "scratch-sqlite", Status.PASSED, "wire-1"),
        check(
            "test_alive",
            "flask-sqlite",
            Status.KNOWN_LIMIT,
            "wire-1",
            message="known limit: it closes the connection",
        ),
    ]
    return Results(
        contract=contract(),
        columns=list(COLUMNS),
        selected=[contract().requirements[rule] for rule in rules],
        checks=checks,
        seconds=1.5,
    )
