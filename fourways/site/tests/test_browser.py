"""The site in a browser, opened as files: by mouse, by keys, by address."""

import json
from pathlib import Path

import pytest

from fourways.compare.concerns import concerns
from fourways.site.backends import four
from fourways.site.material import Material
from fourways.site.pages import SECTIONS
from fourways.site.tests.conftest import SIZES, Reader
from fourways.trace.speedscope import document

PAGES = [
    "index.html",
    "concerns/auth.html?show=scratch,flask,django,fastapi",
    "concerns/description.html?show=scratch,flask,django,fastapi",
    "concerns/wire.html?show=flask",
    "matrix.html",
    "request.html",
    "contract.html",
    "contract/route-4.html",
    "method.html",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(reader: Reader, path: str) -> None:
    reader.open(path)
    for name, (width, height) in SIZES.items():
        reader.page.set_viewport_size({"width": width, "height": height})
        for wall in ("", "wall"):
            reader.page.evaluate("wall => fourways.set('size', wall)", wall)
            assert not reader.scrolls_sideways(), (name, wall)


def test_the_navigation_leads_to_every_page(reader: Reader) -> None:
    reader.open("index.html")
    for section in (*SECTIONS[1:], SECTIONS[0]):
        pages = reader.page.get_by_role("navigation", name="Pages")
        pages.get_by_role("link", name=section.title).click()
        reader.arrive(section.path)
        current = reader.page.locator("nav[aria-label=Pages] [aria-current]")
        assert current.inner_text() == section.title


def test_two_columns_are_shown_until_others_are_chosen(reader: Reader) -> None:
    reader.open("concerns/auth.html")
    assert reader.columns() == ["scratch", "flask"]
    reader.page.get_by_role("button", name="Django").click()
    assert reader.columns() == ["scratch", "flask", "django"]
    assert reader.at == "concerns/auth.html?show=scratch,flask,django"
    reader.page.get_by_role("button", name="Standard library").click()
    assert reader.columns() == ["flask", "django"]


def test_keys_show_and_hide_columns_and_one_stays(reader: Reader) -> None:
    reader.open("concerns/auth.html")
    reader.press("1", "4")
    assert reader.columns() == ["flask", "fastapi"]
    reader.press("2", "4")
    assert reader.columns() == ["fastapi"]
    assert reader.page.locator("[data-said]").inner_text() == "One column has to stay"
    pressed = reader.page.locator("[data-toggle][aria-pressed=true]")
    assert pressed.get_attribute("data-toggle") == "fastapi"


def test_arrows_lead_through_the_concerns_and_keep_the_columns(reader: Reader) -> None:
    first, second = [each.name for each in concerns()[:2]]
    reader.open(f"concerns/{first}.html?show=django,fastapi")
    reader.press("ArrowRight")
    reader.arrive(f"concerns/{second}.html?show=django,fastapi")
    assert reader.columns() == ["django", "fastapi"]
    reader.press("ArrowLeft")
    reader.arrive(f"concerns/{first}.html?show=django,fastapi")
    reader.press("ArrowLeft")
    assert reader.at.startswith(f"concerns/{first}.html")


def test_what_was_chosen_goes_along_to_other_pages(reader: Reader) -> None:
    reader.open("concerns/auth.html?show=django&theme=dark&size=wall")
    reader.page.get_by_role("link", name="Matrix").click()
    reader.arrive("matrix.html?show=django&theme=dark&size=wall")
    root = reader.page.locator("html")
    assert root.get_attribute("data-theme") == "dark"
    assert root.get_attribute("data-size") == "wall"


def test_nonsense_in_the_address_is_ignored(reader: Reader) -> None:
    reader.open("concerns/auth.html?show=rails,%3Cb%3E&theme=pink&size=9#%25")
    assert reader.columns() == ["scratch", "flask"]
    assert reader.page.locator("html").get_attribute("data-theme") == ""


def test_wall_size_is_larger_and_is_remembered(reader: Reader) -> None:
    def text_size() -> float:
        return float(
            reader.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        )

    reader.open("concerns/auth.html")
    usual = text_size()
    reader.press("w")
    assert text_size() > 1.2 * usual
    assert not reader.page.locator("section.text").is_visible()
    reader.open("method.html")
    assert text_size() > 1.2 * usual
    reader.press("W")
    assert text_size() == usual


def test_the_theme_goes_from_the_systems_to_light_to_dark(reader: Reader) -> None:
    def paper() -> str:
        return str(
            reader.page.evaluate("getComputedStyle(document.body).backgroundColor")
        )

    reader.page.emulate_media(color_scheme="dark")
    reader.open("index.html")
    dark = paper()
    reader.press("t")
    light = paper()
    assert light != dark
    reader.press("t")
    assert paper() == dark
    assert "theme=dark" in reader.at
    reader.press("t")
    reader.page.emulate_media(color_scheme="light")
    assert paper() == light
    assert "theme" not in reader.at


def test_a_question_mark_shows_the_keys_and_escape_closes_them(reader: Reader) -> None:
    reader.open("concerns/auth.html")
    reader.press("?")
    keys = reader.page.get_by_role("dialog", name="Keys")
    assert "wall size" in keys.inner_text()
    reader.press("2")  # not while something is open
    assert reader.columns() == ["scratch", "flask"]
    reader.press("Escape")
    assert not keys.is_visible()


def test_the_list_of_concerns_opens_and_closes(reader: Reader) -> None:
    reader.open("concerns/auth.html")
    summary = reader.page.locator(".picker summary")
    entries = reader.page.locator(".picker li")
    summary.click()
    assert entries.first.is_visible()
    reader.press("Escape")
    assert not entries.first.is_visible()
    summary.click()
    entries.get_by_role("link", name="Storage").click()
    reader.arrive("concerns/storage.html")


def test_an_address_leads_to_code_in_a_column_that_was_hidden(reader: Reader) -> None:
    reader.open("concerns/auth.html#django")
    assert "django" in reader.columns()


def test_the_first_tab_skips_to_the_content(reader: Reader) -> None:
    reader.open("concerns/auth.html")
    reader.press("Tab", "Enter")
    assert reader.page.evaluate("document.activeElement.id") == "main"


def test_focus_can_be_seen(reader: Reader) -> None:
    reader.open("concerns/auth.html")
    reader.page.locator("[data-toggle=django]").focus()
    reader.press("Tab", "Shift+Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert reader.page.evaluate(outline) == "solid"


def test_a_cell_of_the_matrix_opens_its_evidence(
    reader: Reader, material: Material
) -> None:
    reader.open("matrix.html")
    cell = reader.page.locator('a[href="#errors-flask"]')
    cell.click()
    proof = reader.page.get_by_role("dialog", name="Errors, Flask")
    text = proof.inner_text()
    assert "in the finished backend" in text
    ablation = material.ablations.of("errors", "flask")
    assert ablation is not None
    for shown in (ablation.text.strip(), *ablation.red, *ablation.green):
        assert shown in text
    assert reader.at == "matrix.html#errors-flask"
    reader.press("Escape")
    reader.arrive("matrix.html")
    assert not proof.is_visible()
    focused = "document.activeElement.getAttribute('href')"
    assert reader.page.evaluate(focused) == "#errors-flask"


def test_an_address_opens_evidence(reader: Reader) -> None:
    reader.open("matrix.html#wire-fastapi")
    proof = reader.page.get_by_role("dialog", name="HTTP on the wire, FastAPI")
    assert "from the lock" in proof.inner_text()
    proof.get_by_role("link", name="Read the code").click()
    reader.arrive("concerns/wire.html?show=fastapi")
    assert reader.columns() == ["fastapi"]


def test_only_the_differences_on_request(reader: Reader) -> None:
    reader.open("contract.html")
    rows = reader.page.locator(".results tbody tr:not(.concern)")
    everything = rows.count()
    assert rows.locator("visible=true").count() == everything
    reader.press("d")
    differing = reader.page.locator(".results tr[data-differs]").count()
    assert 0 < differing < everything
    assert rows.locator("visible=true").count() == differing
    assert reader.at == "contract.html?only=differences"
    reader.page.reload()
    assert rows.locator("visible=true").count() == differing
    reader.page.get_by_role("checkbox").uncheck()
    assert rows.locator("visible=true").count() == everything


def test_from_a_requirement_to_the_lines_that_fulfil_it(reader: Reader) -> None:
    reader.open("contract.html")
    reader.page.get_by_role("link", name="cors-1", exact=True).click()
    reader.arrive("contract/cors-1.html")
    test = reader.page.locator(".block[open] .code").first
    assert '@checks("cors-1"' in test.inner_text()
    reader.page.locator("#flask .fulfils li a").first.click()
    reader.page.locator(":target .code").wait_for()
    assert reader.at.startswith("concerns/cors.html?show=flask#flask-api-cors-py-")


def test_arrows_lead_through_the_requirements(reader: Reader) -> None:
    reader.open("contract/route-1.html")
    reader.press("ArrowRight")
    reader.arrive("contract/route-2.html")


def test_a_bar_leads_into_the_code(reader: Reader) -> None:
    reader.open("index.html")
    reader.press("ArrowRight")
    assert reader.at == "index.html?case=malformed"
    bars = reader.page.locator(".bar:visible")
    assert bars.count() == 4
    bars.nth(1).click()
    reader.arrive("concerns/bodies.html?show=flask")
    assert reader.columns() == ["flask"]


@pytest.mark.parametrize("size", SIZES)
def test_the_icicles_of_a_case_are_on_one_scale(
    reader: Reader, size: str, material: Material
) -> None:
    reader.open("request.html?case=malformed")
    drawn(reader, "malformed")
    widths = [painted_width(reader, at) for at in range(4)]
    lines = [material.traces[way.name, "malformed"].root.total for way in four()]
    full = lines.index(max(lines))
    for at in range(4):
        assert widths[at] / widths[full] == pytest.approx(
            lines[at] / lines[full], abs=0.02
        )
    reader.press("s")
    assert reader.at == "request.html?case=malformed&scale=own"
    assert min(painted_width(reader, at) for at in range(4)) >= widths[full] - 2


def drawn(reader: Reader, case: str) -> None:
    """Wait until the icicles of a case are drawn."""
    reader.page.locator(f"html[data-drawn={case}]").wait_for()


def painted_width(reader: Reader, number: int) -> float:
    """How much of the first row of an icicle is painted, in CSS pixels."""
    return float(
        reader.page.locator("canvas:visible")
        .nth(number)
        .evaluate(
            """canvas => {
              const pen = canvas.getContext("2d");
              const row = pen.getImageData(0, 3, canvas.width, 1).data;
              let last = 0;
              for (let x = 0; x < canvas.width; x++) if (row[4 * x + 3]) last = x;
              return last / devicePixelRatio;
            }"""
        )
    )


def test_an_icicle_can_be_walked_by_keys(reader: Reader) -> None:
    reader.open("request.html")
    drawn(reader, "created")
    canvas = reader.page.locator("canvas:visible").nth(1)
    caption = reader.page.locator("figcaption:visible").nth(1)
    canvas.focus()
    reader.press("ArrowDown")
    assert caption.inner_text().startswith("Flask.__call__, flask/app.py:")
    reader.press("ArrowDown", "Enter")
    assert caption.inner_text().startswith("Flask.wsgi_app")
    assert painted_width(reader, 1) >= canvas.evaluate("each => each.clientWidth") - 2
    reader.press("Backspace")
    assert caption.inner_text().startswith("server")
    assert reader.at == "request.html"


def test_each_case_shows_its_answer_and_its_sql(reader: Reader) -> None:
    reader.open("request.html")
    for case, status in [("created", 201), ("wrong-method", 405), ("conflict", 409)]:
        reader.page.locator(f"a[data-case={case}]").click()
        drawn(reader, case)
        answers = reader.page.locator(".column:visible .code", has_text="HTTP/1.1")
        assert answers.count() == 4
        assert all(str(status) in text for text in answers.all_inner_texts())
    assert "INSERT INTO" in reader.page.locator(".queries:visible").first.inner_text()


def test_a_trace_can_be_downloaded(
    reader: Reader, tmp_path: Path, material: Material
) -> None:
    reader.open("request.html")
    drawn(reader, "created")
    with reader.page.expect_download() as download:
        reader.page.get_by_label("Download the calls of Flask").first.click()
    assert download.value.suggested_filename == "flask-created.speedscope.json"
    file = tmp_path / "trace.json"
    download.value.save_as(file)
    found = json.loads(file.read_text("utf-8"))
    wanted = json.loads(json.dumps(document([material.traces["flask", "created"]])))
    for each in (found, wanted):
        each["profiles"][0]["name"] = ""
    assert found == wanted


@pytest.mark.parametrize("size", ["phone"])
def test_on_a_phone_columns_stand_below_each_other(reader: Reader) -> None:
    reader.open("concerns/auth.html?show=flask,django")
    flask, django = (
        reader.page.locator(f"#{name}").bounding_box() for name in ("flask", "django")
    )
    assert django["y"] >= flask["y"] + flask["height"]
    assert django["x"] == flask["x"]
