"""Whose time a request takes, in percent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fourways.bench.plot import Bars
from fourways.bench.sheet import Sheet

from .api import DATABASES


def sheets(result: Mapping[str, Any]) -> Sequence[Sheet]:
    """One table, a row for each backend and operation."""
    owners = _owners(result)
    columns = ("backend", "operation", "ms", *owners)
    return [Sheet("", columns, [*_rows(result, owners)], named=2)]


def _owners(result: Mapping[str, Any]) -> Sequence[str]:
    """Those that have a percent anywhere, in the order of the record."""
    found: dict[str, bool] = {}
    for backend in result["backends"]:
        for measured in backend["operations"].values():
            samples = measured["samples"]
            for owner, count in samples.items():
                has_part = 100 * count >= sum(samples.values())
                found[owner] = found.get(owner, False) or has_part
    return [owner for owner, has_part in found.items() if has_part]


def _rows(result: Mapping[str, Any], owners: Sequence[str]) -> Iterator[Sequence[str]]:
    for backend in result["backends"]:
        for operation, measured in backend["operations"].items():
            samples = measured["samples"]
            cells = [_percent(samples[owner], samples.values()) for owner in owners]
            yield backend["title"], operation, f"{measured['ms']:.2f}", *cells


def _percent(count: float, all: Iterable[float]) -> str:
    """Nothing where there was no sample at all."""
    return f"{count / sum(all):.0%}" if count else ""


def plots(_result: Mapping[str, Any]) -> Mapping[str, Bars]:
    """The table says it."""
    return {}


def verdicts(result: Mapping[str, Any]) -> Sequence[str]:
    """How it was measured, and how many samples there are."""
    counts = [
        sum(measured["samples"].values())
        for backend in result["backends"]
        for measured in backend["operations"].values()
    ]
    servers = ", ".join(
        f"{backend['title']}: {backend['server']}" for backend in result["backends"]
    )
    return [
        "Percent is what to read: of the samples in which a thread did something, "
        f"{min(counts):,.0f} to {max(counts):,.0f} a row. Milliseconds are p50 without "
        "the sampler, and depend on what else the machine did. One request at a time "
        f"on {DATABASES[result['database']]}, {result['seconds']} s for each row, one "
        f"process of each server ({servers})."
    ]
