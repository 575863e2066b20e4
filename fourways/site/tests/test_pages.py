"""What is built: every link leads somewhere, every page can be read by everybody."""

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from fourways.compare.concerns import concerns
from fourways.site.material import Material
from fourways.site.tests.html import read


def pages(site: Path) -> list[Path]:
    """Every page of the site."""
    return sorted(site.rglob("*.html"))


def test_there_is_a_page_for_each_concern_and_each_requirement(
    site: Path, material: Material
) -> None:
    names = {page.relative_to(site).as_posix() for page in pages(site)}
    assert names == {
        "index.html",
        "matrix.html",
        "request.html",
        "contract.html",
        "method.html",
        *(f"concerns/{each.name}.html" for each in concerns()),
        *(f"contract/{each}.html" for each in material.contract.requirements),
    }


def test_every_link_leads_to_something_in_the_folder(site: Path) -> None:
    broken = []
    for page in pages(site):
        for link in read(page).links:
            if not leads_somewhere(page, link, site):
                broken.append((page.name, link))
    assert broken == []


def leads_somewhere(page: Path, link: str, site: Path) -> bool:
    """Whether a link of a page leads to a file of the site, and to an id in it."""
    address, fragment = urldefrag(link)
    path = address.partition("?")[0]
    target = (page.parent / path).resolve() if path else page
    if not target.is_file() or not target.is_relative_to(site.resolve()):
        return False
    return not fragment or unquote(fragment) in read(target).ids


def test_style_sheets_load_nothing(site: Path) -> None:
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(|@import", sheet.read_text("utf-8")), sheet.name


def test_no_address_of_another_host_stands_in_a_page(site: Path) -> None:
    # Addresses in code and in recorded exchanges are text, and no links.
    for page in pages(site):
        for link in read(page).links:
            assert not re.match(r"[a-z]+:|//", link), (page.name, link)


def test_ids_are_unique_and_labels_refer_to_one(site: Path) -> None:
    for page in pages(site):
        found = read(page)
        assert len(found.ids) == len(set(found.ids)), page.name
        assert set(found.references) <= set(found.ids), page.name


def test_headings_are_an_outline(site: Path) -> None:
    for page in pages(site):
        levels = read(page).headings
        assert levels.count(1) == 1, page.name
        steps = [after - before for before, after in pairwise(levels)]
        assert max(steps) <= 1, (page.name, levels)


def test_pages_have_landmarks(site: Path) -> None:
    for page in pages(site):
        found = read(page).landmarks
        assert {"header", "nav", "main", "footer"} <= set(found), page.name


@pytest.mark.parametrize("name", ["concerns/wire.html", "concerns/admin.html"])
def test_an_empty_column_says_why(site: Path, name: str) -> None:
    text = (site / name).read_text("utf-8")
    concern = next(each for each in concerns() if each.name in name)
    empty = [cell for cell in concern.cells.values() if cell.nothing]
    assert empty
    assert text.count("<b>Nothing to write:</b>") == len(empty)


def test_a_cell_says_how_many_tests_the_tutorials_app_passes(
    site: Path, material: Material
) -> None:
    page = (site / "matrix.html").read_text("utf-8")
    cell = page.partition('id="hosts-django"')[2].partition("</article>")[0]
    outcome = material.suite.outcome("host-1", "naked-django")
    assert outcome.passed
    assert outcome.failed
    assert f">{outcome.passed} of {outcome.passed + outcome.failed}<" in cell


def test_the_legend_says_how_default_can_stand_beside_none_that_holds(
    site: Path,
) -> None:
    page = (site / "matrix.html").read_text("utf-8")
    legend = page.partition('<ul class="legend">')[2].partition("</ul>")[0]
    assert "fails a single test does not hold" in legend


def test_what_stands_in_code_is_shown_and_not_obeyed(site: Path) -> None:
    for page in pages(site):
        text = page.read_text("utf-8")
        scripts = re.findall(r"<script\b[^>]*>", text)
        assert all(" src=" in each for each in scripts), page.name


def test_a_requirement_shows_its_tests_and_every_backend(
    site: Path, material: Material
) -> None:
    text = (site / "contract" / "route-4.html").read_text("utf-8")
    assert "contract_tests/<wbr>test_routing.py" in text
    for way in ("scratch", "flask", "django", "fastapi"):
        assert f'id="{way}"' in text
    assert material.contract.requirements["route-4"].rule in text
