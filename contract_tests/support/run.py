"""What one process of a run knows."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from contract_tests.support.limits import Limits
from contract_tests.support.start import Started, Starter, State, wait
from contract_tests.support.targets import Target

if TYPE_CHECKING:
    from contract_tests.support.connection import Connection
    from contract_tests.support.users import User


@dataclass
class Run:
    """What one process of a run knows. The starter is the controller's alone.

    `connections` by target and `users` by target and name live as long as we.
    """

    folder: Path
    targets: tuple[Target, ...]
    limits: Limits
    starter: Starter | None = None
    states: dict[str, State] = field(default_factory=dict)
    connections: "dict[str, Connection]" = field(default_factory=dict)
    users: "dict[tuple[str, str], User]" = field(default_factory=dict)

    def started(self, target: Target) -> Started:
        """The target once it runs, or has failed to."""
        if target.id not in self.states:
            self.states[target.id] = wait(self.folder, target)
        return Started(target, self.states[target.id])


RUN = pytest.StashKey[Run]()
