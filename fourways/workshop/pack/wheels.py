"""Wheels for this machine, or for others by their system and Python."""

import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from packaging.markers import default_environment

from fourways.workshop.pack.lock import Locked, needed

# The oldest system of each kind for which wheels are built today, and newer ones.
_LINUX: Final = ("manylinux_2_28", "manylinux_2_17", "manylinux2014")
_MACOS: Final = ("14_0", "13_0", "12_0", "11_0", "10_13", "10_12", "10_9")
PLATFORMS: Final[dict[str, tuple[tuple[str, ...], dict[str, str]]]] = {
    "linux-x64": (
        tuple(f"{each}_x86_64" for each in _LINUX),
        {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"},
    ),
    "linux-arm64": (
        tuple(f"{each}_aarch64" for each in _LINUX),
        {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"},
    ),
    "macos-arm64": (
        tuple(
            f"macosx_{each}_{kind}"
            for each in _MACOS
            for kind in ("arm64", "universal2")
        ),
        {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"},
    ),
    "macos-x64": (
        tuple(
            f"macosx_{each}_{kind}"
            for each in _MACOS
            for kind in ("x86_64", "universal2")
        ),
        {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"},
    ),
    "windows-x64": (
        ("win_amd64",),
        {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"},
    ),
}
"""By the name that is typed: pip's tags, and what the markers of the lock ask about."""

REQUIREMENTS: Final = "requirements.txt"
MACHINES: Final = "machines.txt"


class WheelError(Exception):
    """The wheels cannot be had; the message says why."""


@dataclass(frozen=True)
class Machine:
    """A kind of machine: without a platform the one that this runs on."""

    platform: str | None = None
    python: str | None = None
    """Such as 3.12."""

    def environment(self) -> dict[str, str]:
        """What markers are evaluated against."""
        found = {key: str(value) for key, value in default_environment().items()}
        if self.platform is not None:
            found |= PLATFORMS[self.platform][1]
            found |= {
                "implementation_name": "cpython",
                "platform_python_implementation": "CPython",
            }
        if self.python is not None:
            found |= {"python_version": self.python}
            found |= {"python_full_version": f"{self.python}.0"}
        return found

    def options(self) -> list[str]:
        """What pip has to be told about it."""
        if self.platform is None:
            return []
        tags = PLATFORMS[self.platform][0]
        options = [option for tag in tags for option in ("--platform", tag)]
        return [
            *options,
            "--implementation",
            "cp",
            "--python-version",
            str(self.python),
        ]

    def __str__(self) -> str:
        environment = self.environment()
        platform = self.platform or environment["platform_system"]
        return f"{platform}, Python {environment['python_version']}"


def machines(platforms: Iterable[str], pythons: Iterable[str]) -> list[Machine]:
    """Each platform with each Python; this machine if neither is named."""
    here = ".".join(map(str, sys.version_info[:2]))
    chosen = list(platforms)
    versions = list(pythons)
    if not chosen and not versions:
        return [Machine()]
    return [
        Machine(platform, python)
        for platform in chosen or [this_platform()]
        for python in versions or [here]
    ]


def this_platform() -> str:
    """The name of the platform that this runs on. Raises WheelError."""
    environment = default_environment()
    arm = environment["platform_machine"].lower() in ("arm64", "aarch64")
    system = {"Darwin": "macos", "Linux": "linux", "Windows": "windows"}.get(
        environment["platform_system"], ""
    )
    name = f"{system}-{'arm64' if arm else 'x64'}"
    if name not in PLATFORMS:
        raise WheelError(f"name the platform with --for: {', '.join(PLATFORMS)}")
    return name


def gather(
    lock: Mapping[str, Locked],
    wanted: Collection[str],
    machines: Iterable[Machine],
    folder: Path,
) -> None:
    """Put wheels for all machines into a folder, and what the installer has to know.

    Raises WheelError and LockError.
    """
    folder.mkdir()
    names: set[str] = set()
    told = []
    for machine in machines:
        entries = needed(lock, wanted, machine.environment())
        fetch(entries, machine, folder)
        names |= {each.name for each in entries}
        told.append(str(machine))
    lines = [
        each.line(everywhere=False) for each in lock.values() if each.name in names
    ]
    write(folder / REQUIREMENTS, lines)
    write(folder / MACHINES, told)


def write(file: Path, lines: Iterable[str]) -> None:
    """A text file."""
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")


def fetch(entries: Iterable[Locked], machine: Machine, folder: Path) -> None:
    """Put the wheels of some entries into a folder. Raises WheelError.

    pip gets them from where it is set up to, and compares them with the lock's hashes.
    """
    if find_spec("pip") is None:
        raise WheelError("this environment has no pip: python -m ensurepip adds it")
    listed = folder / "fetched.txt"
    write(listed, [each.line(everywhere=True) for each in entries])
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download"]
    command += ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    command += ["--dest", str(folder), "--requirement", str(listed)]
    done = subprocess.run(
        [*command, *machine.options()],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        stdin=subprocess.DEVNULL,
    )
    listed.unlink()
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if "ERROR" in line]
        reason = lines[-1] if lines else done.stderr.strip()[-300:]
        raise WheelError(f"pip has no wheels for {machine}: {reason}")
