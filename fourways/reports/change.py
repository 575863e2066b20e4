"""One change between two reports."""

from dataclasses import dataclass

from fourways.results import Status


@dataclass(frozen=True)
class Change:
    """A rule or a test on a target, whose result is another now."""

    requirement: str
    """The rule; of a test all those that it is compared for."""
    target: str
    before: Status | None
    """None where it was not asked, as in `after`."""
    after: Status | None
    what: str
    """The rule in words, or the name of the test."""
    message: str = ""
    """What is wrong now, in a line."""
