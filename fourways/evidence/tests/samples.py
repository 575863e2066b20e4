"""A small evidence: one rule on Flask's backend and on the app of its tutorial."""

from fourways.evidence.model import (
    Ablation,
    Ablations,
    Exchange,
    Exchanges,
    Outcome,
    Suite,
    Target,
)
from fourways.results import Status

VERSIONS = {"python": "3.11.9", "sqlite": "3.45.0", "flask": "3.1.3"}
TARGETS = (
    Target("flask", "flask", "Flask", "flask_api", "gunicorn"),
    Target(
        "naked-flask", "flask", "Flask!", "docs/naked/flask", "gunicorn", naked=True
    ),
)
SUITE = Suite(
    VERSIONS,
    TARGETS,
    {
        "route-4": {
            "flask": Outcome(Status.PASSED, passed=2),
            "naked-flask": Outcome(Status.FAILED, 1, 1, "test_routing.py::test_allow"),
        },
        "route-3": {
            "flask": Outcome(Status.PASSED, passed=9),
            "naked-flask": Outcome(Status.FAILED, 8, 1, "test_routing.py::test_405"),
        },
        "route-6": {
            "flask": Outcome(Status.PASSED, passed=1),
            "naked-flask": Outcome(Status.PASSED, passed=1),
        },
    },
)
ABLATION = Ablation(
    concern="routing",
    backend="flask",
    file="flask_api/routing.py",
    first_line=3,
    last_line=4,
    text="    here(\n    )",
    left="    pass",
    red=("route-4",),
    green=("route-1",),
)
ABLATIONS = Ablations(VERSIONS, (ABLATION,))
EXCHANGE = Exchange(
    test="test_routing.py::test_allow[/tags]",
    status=Status.PASSED,
    request="PUT /tags HTTP/1.1\nHost: 127.0.0.1:8000",
    curl="curl -i --path-as-is -X PUT http://127.0.0.1:8000/tags",
    response='HTTP/1.1 405 Method Not Allowed\nAllow: GET\n\n{"status": 405}',
)
EXCHANGES = Exchanges(VERSIONS, {"route-4": {"flask": EXCHANGE}})
