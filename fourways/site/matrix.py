"""The matrix: concern by backend, and behind each cell its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fourways.compare.concerns import AUTOMATION, MEANINGS
from fourways.site.backends import Way, four
from fourways.site.evidence import Evidence
from fourways.site.material import Material
from fourways.site.pages import Page
from fourways.site.results import Tally, targets

PROOFS = {
    "default": "the app of the framework's own tutorial, under the same suite",
    "opt in": "the line, taken out of a copy, and what turned red",
    "a library": "its name and version in the lock",
    "you wrote it": "the code itself, and its lines",
    "not there": "",
}


@dataclass(frozen=True)
class Total:
    """How much of the contract one backend meets; `naked` is None without such app."""

    way: Way
    finished: Tally
    naked: Tally | None


def matrix_page(material: Material, cells: Mapping[str, Sequence[Evidence]]) -> Page:
    """The page; `cells` are all cells by concern."""
    return Page(
        path="matrix.html",
        title="Matrix",
        section="matrix",
        template="matrix.html",
        content={
            "rows": [(each, cells[each.name]) for each in material.concerns],
            "totals": totals(material),
            "legend": [(word, MEANINGS[word], PROOFS[word]) for word in AUTOMATION],
        },
    )


def totals(material: Material) -> list[Total]:
    """All requirements, backend by backend."""
    number = len(material.contract.requirements)
    suite = material.suite
    finished = targets(suite, naked=False)
    naked = targets(suite, naked=True)

    def held(name: str) -> Tally:
        return Tally(suite.held(name), number)

    return [
        Total(
            way,
            held(finished[way.name].name),
            held(naked[way.name].name) if way.name in naked else None,
        )
        for way in four()
    ]
