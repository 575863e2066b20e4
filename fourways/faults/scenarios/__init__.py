"""All scenarios, in the order in which they are run and told."""

from typing import Final

from ..scenario import Scenario
from . import (
    clock_back,
    disk_full,
    freeze_database,
    idle_connections,
    kill_connection,
    kill_database,
    kill_master,
    kill_server,
    kill_worker,
    read_only,
    rolling_restart,
    stop,
)

SCENARIOS: Final[tuple[Scenario, ...]] = tuple(
    module.SCENARIO
    for module in (
        kill_worker,
        kill_master,
        kill_server,
        kill_connection,
        kill_database,
        freeze_database,
        stop,
        rolling_restart,
        disk_full,
        read_only,
        clock_back,
        idle_connections,
    )
)
