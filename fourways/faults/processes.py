"""The processes of a server: which of them are its workers."""

from pathlib import Path
from typing import Final

from .outcome import NotRun

PROC: Final = Path("/proc")


def workers(server: int) -> list[int]:
    """The ids of the processes that this one has started to answer requests.

    Raises NotRun where the system does not tell.
    """
    if not (PROC / "self" / "stat").exists():
        raise NotRun("this system has no /proc to find a server's workers in")
    return [pid for pid in children(server) if not _is_helper(pid)]


def children(parent: int) -> list[int]:
    """The ids of a process's children that have not ended, oldest first."""
    found = []
    for folder in PROC.iterdir():
        if not folder.name.isdigit():
            continue
        state, parent_of = _stat(int(folder.name))
        if parent_of == str(parent) and state != "Z":
            found.append(int(folder.name))
    return sorted(found)


def runs(pid: int) -> bool:
    """Whether a process runs; one that nobody has waited for yet does not."""
    return _stat(pid)[0] not in ("", "Z")


def _stat(pid: int) -> tuple[str, str]:
    """The state of a process and the id of its parent, empty if it has ended."""
    try:
        # proc(5): pid (comm) state ppid ...; the name may hold anything.
        state, parent, *_ = (
            (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        )
    except OSError:
        return "", ""
    return state, parent


def _is_helper(pid: int) -> bool:
    # multiprocessing, which uvicorn uses, has a process to tidy up after the others.
    try:
        return b"resource_tracker" in (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return False
