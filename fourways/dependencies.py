"""What each backend brings with it: the distributions of its extra.

`pyproject.toml` keeps one extra per backend, so that they can be counted. What
an extra needs in turn is read from the metadata of what is installed.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "fourways"


@dataclass
class Dependencies:
    """What an extra asks for."""

    direct: list[str] = field(default_factory=list)
    """Names of the distributions that `pyproject.toml` itself lists."""
    installed: dict[str, str] = field(default_factory=dict)
    """Versions by name, of the direct ones and of all that they need."""
    missing: list[str] = field(default_factory=list)
    """Requirements that nothing installed meets, such as `flask>=3.1`."""


def dependencies_of(extra: str, distribution: str = PROJECT) -> Dependencies:
    """Everything that `distribution[extra]` brings, directly and in turn.

    Raises `importlib.metadata.PackageNotFoundError` if it is not installed.
    """
    wanted = [
        requirement
        for requirement in requirements_of(distribution, [extra])
        if not applies(requirement, [])
    ]
    found = Dependencies(direct=[canonicalize_name(each.name) for each in wanted])
    seen = set()
    while wanted:
        requirement = wanted.pop()
        name = canonicalize_name(requirement.name)
        asked = (name, str(requirement.specifier), frozenset(requirement.extras))
        if asked in seen:
            continue
        seen.add(asked)
        version = installed_version(name)
        if version is None or not requirement.specifier.contains(version):
            found.missing.append(f"{name}{requirement.specifier}")
        if version is not None:
            found.installed[name] = version
            wanted += requirements_of(name, requirement.extras)
    return found


def installed_version(name: str) -> str | None:
    """Version of a distribution, or None where it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def requirements_of(name: str, extras: Collection[str]) -> list[Requirement]:
    """What a distribution with some extras needs here, on this platform."""
    declared = [Requirement(line) for line in metadata.requires(name) or []]
    return [each for each in declared if applies(each, extras)]


def applies(requirement: Requirement, extras: Collection[str]) -> bool:
    """Whether the marker of a requirement holds here for any of `extras`."""
    marker = requirement.marker
    return marker is None or any(
        marker.evaluate({"extra": extra}) for extra in extras or [""]
    )
