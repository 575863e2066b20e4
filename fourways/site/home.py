"""The first page: one request, what ran for it in each backend, and the concerns."""

from collections.abc import Mapping, Sequence

from fourways.site.backends import Way, four
from fourways.site.cases import ON_HOME, Bar, Case, bars, traces_of
from fourways.site.evidence import Evidence
from fourways.site.material import Material
from fourways.site.pages import Page


def home_page(material: Material, cells: Mapping[str, Sequence[Evidence]]) -> Page:
    """The page; `cells` are all cells by concern."""
    return Page(
        path="index.html",
        title="Home",
        section="home",
        template="home.html",
        content={
            "cases": [(case, rows(case, material)) for case in ON_HOME],
            "requirements": len(material.contract.requirements),
            "concerns": [(each, cells[each.name]) for each in material.concerns],
        },
    )


def rows(case: Case, material: Material) -> list[tuple[Way, Bar, int]]:
    """Backend, bar and status of a case."""
    traces = traces_of(case, material)
    found = bars(traces)
    return [(way, found[way.name], traces[way.name].status.code) for way in four()]
