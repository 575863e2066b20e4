"""How it was made: versions, what counts as what, what the numbers do not say."""

from collections.abc import Mapping
from dataclasses import dataclass

from fourways.compare.concerns import AUTOMATION, MEANINGS
from fourways.evidence import recorded as evidence
from fourways.matrix import MEANINGS as RESULTS
from fourways.matrix import SYMBOLS, WORDS
from fourways.site.backends import Way, four
from fourways.site.cases import CASES, traces_of
from fourways.site.material import RECORD, Material
from fourways.site.matrix import PROOFS
from fourways.site.pages import Page
from fourways.trace.model import GROUPS
from fourways.trace.owners import FRAMEWORKS


@dataclass(frozen=True)
class Version:
    """A version of something, and what was recorded with it."""

    name: str
    version: str
    used_by: tuple[str, ...]


@dataclass(frozen=True)
class Membership:
    """What counts as the framework in one backend, and what else ran."""

    way: Way
    framework: tuple[str, ...]
    libraries: tuple[str, ...]


def method_page(material: Material) -> Page:
    """The page."""
    return Page(
        path="method.html",
        title="Method",
        section="method",
        template="method.html",
        content={
            "versions": versions(material),
            "targets": material.suite.targets,
            "groups": [membership(way, material) for way in four()],
            "words": [(word, MEANINGS[word], PROOFS[word]) for word in AUTOMATION],
            "results": [
                (SYMBOLS[each], WORDS[each], RESULTS[each]) for each in RESULTS
            ],
            "cases": [(each, traces_of(each, material)) for each in CASES],
            "varying": varying(material),
            "commands": {"suite": evidence.COMMAND, "traces": RECORD},
        },
    )


def versions(material: Material) -> list[Version]:
    """Every version of every recording, by name."""
    recordings: list[tuple[str, Mapping[str, str]]] = [
        ("suite", material.suite.versions),
        ("removed lines", material.ablations.versions),
        ("exchanges", material.exchanges.versions),
        *(("traces", each.versions) for each in material.traces.values()),
    ]
    found: dict[tuple[str, str], dict[str, None]] = {}
    for recording, each in recordings:
        for name, version in each.items():
            found.setdefault((name, version), {})[recording] = None
    return [
        Version(name, version, tuple(used))
        for (name, version), used in sorted(found.items(), key=_by_name)
    ]


def _by_name(item: tuple[tuple[str, str], object]) -> tuple[str, str]:
    (name, version), _ = item
    return name.lower(), version


def membership(way: Way, material: Material) -> Membership:
    """Distributions of one backend by what they count as."""
    libraries = {
        call.function.distribution
        for case in CASES
        for call in material.traces[way.name, case.name].root.walk()
        if call.function.group == "libraries"
    }
    return Membership(way, FRAMEWORKS[way.name], tuple(sorted(libraries)))


def varying(material: Material) -> list[str]:
    """What was not the same in each run, in words; by group, as in the bars."""
    return [
        f"{trace.title}, {trace.case}: {group}, {trace.varies[group][0]:,} to "
        f"{trace.varies[group][1]:,} lines in {trace.runs} runs"
        for trace in material.traces.values()
        for group in GROUPS
        if group in trace.varies
    ]
