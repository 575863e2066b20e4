"""What a backend costs before it has done anything: time to start, memory, disk.

Beside each stands its quickstart version, and Python that does nothing.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import psutil  # type: ignore[import-untyped]

from fourways.databases.database import Database
from fourways.dependencies import dependencies_of
from fourways.manifest import Backend
from fourways.process import StartError, health

from .api import pair
from .load import Generator, Load
from .subject import migrated, serving, sign_up, url_of
from .turns import Tell, in_turn

PYTHON: Final = "python"
FEW_WORKERS: Final = 2
MANY_WORKERS: Final = 4
WARM: Final = Load(connections=32, seconds=1)
"""What workers are asked before their memory is looked at."""
LOOK_SECONDS: Final = 0.002
START_SECONDS: Final = 60.0
MEASURE: Final = "PSS" if hasattr(psutil.Process(), "memory_maps") else "RSS"
"""PSS shares what processes have in common among them; only Linux tells it."""


def measure(
    backends: Sequence[Backend], generator: Generator, rounds: int, tell: Tell
) -> dict[str, Any]:
    """Everything that was measured, as it is recorded. Raises LoadError, StartError."""
    found: dict[str, Any] = {
        backend.name: {"title": backend.title, **_on_disk(backend)}
        for backend in backends
    }
    with ExitStack() as stack:
        places: dict[tuple[str, str], tuple[Backend, Database]] = {}
        for backend in backends:
            for who, app in pair(backend):
                database = stack.enter_context(migrated(app, "sqlite"))
                places[backend.name, who] = app, database
        tasks: dict[tuple[str, str], Callable[[], float]] = {
            key: _starting(app, database) for key, (app, database) in places.items()
        }
        tasks[PYTHON, PYTHON] = _python_alone
        times = in_turn(tasks, rounds, lambda line: tell(f"starting: {line}"))
        alone = times.pop((PYTHON, PYTHON))
        for (name, who), (app, database) in places.items():
            tell(f"memory of {app.title}")
            found[name][who] = {
                "start_seconds": times[name, who],
                "memory": _memory(app, database, generator),
            }
    return {
        "rounds": rounds,
        "measure": MEASURE,
        "few_workers": FEW_WORKERS,
        "many_workers": MANY_WORKERS,
        "python": {"start_seconds": alone, "memory": _memory_of_python()},
        "backends": found,
    }


def _starting(app: Backend, database: Database) -> Callable[[], float]:
    """A task that gives the seconds until /health is answered with 200."""

    def task() -> float:
        with serving(app, database, {"WORKERS": "1"}, wait=False) as server:
            started = time.perf_counter()
            server.start()
            while health(server.host, server.port) != 200:
                if server.exit_status() is not None:
                    raise StartError(f"{app.name} ended: {server.output()}")
                if time.perf_counter() > started + START_SECONDS:
                    raise StartError(f"{app.name} did not become ready")
                time.sleep(LOOK_SECONDS)
            return time.perf_counter() - started

    return task


def _python_alone() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - started


def _memory(app: Backend, database: Database, generator: Generator) -> dict[str, int]:
    """Bytes of all its processes, by the number of workers."""
    found = {}
    for workers in (FEW_WORKERS, MANY_WORKERS):
        with serving(app, database, {"WORKERS": str(workers)}) as server:
            caller = sign_up(url_of(server))
            generator.run(caller.target(*caller.asks("RL")), WARM)
            parent = psutil.Process(server.pid)
            processes = [parent, *parent.children(recursive=True)]
            found[str(workers)] = sum(map(_bytes_of, processes))
    return found


def _bytes_of(process: psutil.Process) -> int:
    if MEASURE == "PSS":
        return int(process.memory_full_info().pss)
    return int(process.memory_info().rss)


def _memory_of_python() -> int:
    command = [sys.executable, "-c", "print(flush=True); input()"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = _bytes_of(psutil.Process(process.pid))
        process.communicate(b"\n")
    return found


def _on_disk(backend: Backend) -> dict[str, Any]:
    """Distributions that its extra brings, and the bytes of their files."""
    versions: Mapping[str, str] = (
        dependencies_of(backend.extra).installed if backend.extra else {}
    )
    size = sum(sum(_sizes(name)) for name in versions)
    return {"distributions": dict(sorted(versions.items())), "bytes": size}


def _sizes(name: str) -> Iterator[int]:
    for file in metadata.files(name) or []:
        path = Path(str(file.locate()))
        if path.is_file():
            yield path.stat().st_size
