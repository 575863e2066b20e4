"""The checks by name: functions that take a Lab and raise Failed.

stage.toml says which belong to which stage, what each is called for the learner, and
which rules it is about. docs/workshop/README.md says how they relate to the contract.
"""

from collections.abc import Callable

from fourways.workshop.lab import Lab

CheckFunction = Callable[[Lab], None]
FUNCTIONS: dict[str, CheckFunction] = {}


def check(function: CheckFunction) -> CheckFunction:
    """Register a function under its name, with hyphens."""
    FUNCTIONS[function.__name__.replace("_", "-")] = function
    return function


def function_of(name: str) -> CheckFunction:
    """The check of that name. Raises KeyError."""
    from fourways.workshop.checks import (  # noqa: F401
        accounts,
        bodies,
        conditions,
        contract,
        frameworks,
        ledgers,
        ready,
        requests,
        resources,
        responses,
        servers,
        storage,
        validations,
    )

    return FUNCTIONS[name]
