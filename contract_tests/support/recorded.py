"""What is asked once in a run and looked at by many tests.

A password hash takes as long as a hundred other requests. So the tests of accounts
look at one recording of an account's life instead of living one each. The first
worker that needs a recording makes it and writes it to a file of the run; others
wait for the file.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fourways.process import poll

if TYPE_CHECKING:
    import httpx

# As long as a recording may take on a loaded machine.
_SECONDS = 120.0


@dataclass(frozen=True)
class Recorded:
    """A response as it was: header names in small letters, in order."""

    status: int
    headers: list[tuple[str, str]]
    text: str
    seconds: float

    def header(self, name: str) -> str:
        """The value of a header, or an empty text."""
        return ", ".join(value for key, value in self.headers if key == name.lower())

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


def keep(response: "httpx.Response") -> dict[str, Any]:
    """A response in a form that can be written to a file; see `Recorded`."""
    return {
        "status": response.status_code,
        "headers": response.headers.multi_items(),
        "text": response.text,
        "seconds": response.elapsed.total_seconds(),
    }


def responses(kept: dict[str, Any]) -> dict[str, Recorded]:
    """What `keep` kept, by name."""
    return {
        name: Recorded(**{**each, "headers": [tuple(pair) for pair in each["headers"]]})
        for name, each in kept.items()
    }


def once(folder: Path, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `make` returned in whichever worker of the run came first."""
    __tracebackhide__ = True
    file = folder / f"{name}.recorded.json"
    if not _is_first(file.with_suffix(".lock")):
        return _wait_for(file)
    try:
        made = make()
    except BaseException as error:
        _write(file, {"failed": f"{type(error).__name__}: {error}"})
        raise
    _write(file, made)
    return made


def _is_first(lock: Path) -> bool:
    """Whether nobody has asked before. Who waits for others shows no error of ours."""
    try:
        lock.open("x").close()
    except FileExistsError:
        return False
    return True


def _wait_for(file: Path) -> dict[str, Any]:
    __tracebackhide__ = True
    for _ in poll(_SECONDS):
        if file.exists():
            made: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            assert "failed" not in made, f"another test failed: {made['failed']}"
            return made
    raise AssertionError(f"{file.name} was not recorded within {_SECONDS:.0f} s")


def _write(file: Path, made: dict[str, Any]) -> None:
    part = file.with_suffix(".part")
    part.write_text(json.dumps(made), encoding="utf-8")
    # Whoever sees the file sees all of it.
    part.replace(file)
