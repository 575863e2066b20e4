"""The slides as they are shown: opened from the disk, in a real Chromium."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from fourways.workshop.slides.command import make
from fourways.workshop.tests.browsers import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOO_LARGE = """() => deck.slides.flatMap((slide, index) => {
  deck.go(index);
  const frame = slide.getBoundingClientRect();
  const room = slide.querySelector(".where")
    ? slide.querySelector(".where").getBoundingClientRect().top : frame.bottom;
  const shown = [...slide.querySelectorAll("*")].filter(
    (each) => !each.closest(".notes, .where, .profile") && !each.closest("pre > *"));
  const cut = shown.filter((each) => {
    const box = each.getBoundingClientRect();
    return box.right > frame.right || box.bottom > room
      || (each.tagName === "PRE" && each.scrollWidth > each.clientWidth);
  });
  return cut.length ? [`${slide.id}: ${cut[0].tagName}.${cut[0].className}`] : [];
})"""
"""The slides of which something is cut off, or lies over the line at the foot."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the folder of slides, built once."""
    folder = tmp_path_factory.mktemp("slides") / "slides"
    make(folder, start="13:00")
    return folder.as_uri()


@pytest.fixture(scope="module")
def opened_once(browser: "Browser", home: str) -> Iterator["Page"]:
    """One page for all tests; nothing goes wrong on it in any of them."""
    with opened(browser, home) as page:
        page.goto(f"{home}/index.html")
        yield page


@pytest.fixture
def page(opened_once: "Page") -> "Page":
    """That page at its first slide."""
    opened_once.set_viewport_size({"width": 1280, "height": 720})
    opened_once.evaluate("deck.go(0)")
    return opened_once


def current(page: "Page") -> str:
    """The id of the one slide that is seen."""
    seen = page.locator(".slide:visible")
    assert seen.count() == 1
    return seen.get_attribute("id") or ""


def test_every_slide_fits_on_every_screen(page: "Page") -> None:
    for width, height in ((1280, 720), (1920, 1080), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(TOO_LARGE) == [], (width, height)
    page.keyboard.press("n")
    assert page.evaluate(TOO_LARGE) == []
    page.keyboard.press("n")


def test_no_title_lies_over_the_chart(page: "Page") -> None:
    over = page.evaluate(
        """() => [...document.querySelectorAll(".kind-title")].flatMap((slide) => {
          deck.go(deck.slides.indexOf(slide));
          const chart = slide.querySelector(".profile").getBoundingClientRect();
          return [...slide.querySelectorAll("p, h2")].filter((each) => {
            const range = document.createRange();
            range.selectNodeContents(each);
            const text = range.getBoundingClientRect();
            return text.right > chart.left && text.bottom > chart.top;
          }).map((each) => each.textContent);
        })"""
    )
    assert over == []


def test_a_phone_shows_a_slide_without_scrolling_sideways(page: "Page") -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    assert page.evaluate(TOO_LARGE) == []


def test_letters_are_large_enough_for_the_back_of_the_room(page: "Page") -> None:
    small = page.evaluate(
        """() => deck.slides.flatMap((slide, index) => {
          deck.go(index);
          const texts = slide.querySelectorAll("p, li, pre, td, h1, h2, h3");
          return [...texts].filter((each) => each.offsetParent
              && !each.closest(".notes, .profile") && !each.matches(".where")
              && parseFloat(getComputedStyle(each).fontSize) < 19)
            .map((each) => `${slide.id}: ${each.textContent.trim().slice(0, 40)}`);
        })"""
    )
    assert small == []


def test_keys_lead_on_and_back(page: "Page") -> None:
    pairs = {
        "ArrowRight": "ArrowLeft",
        "ArrowDown": "ArrowUp",
        "PageDown": "PageUp",
        "Space": "Shift+Space",
        "Enter": "Backspace",
    }
    for on, back in pairs.items():
        page.keyboard.press(on)
        assert current(page) == "plan", on
        page.keyboard.press(back)
        assert current(page) == "start", back


def test_keys_lead_to_the_ends_and_to_each_stage(page: "Page") -> None:
    page.keyboard.press("End")
    assert current(page) == "end"
    page.keyboard.press("ArrowRight")
    assert current(page) == "end"
    for number in range(10):
        page.keyboard.press(str(number))
        assert current(page) == f"stage-{number}"
    page.keyboard.press("Home")
    assert current(page) == "start"
    page.keyboard.press("ArrowLeft")
    assert current(page) == "start"


def test_the_address_leads_to_a_slide_and_survives_a_reload(
    page: "Page", home: str
) -> None:
    page.keyboard.press("3")
    assert page.url.endswith("#stage-3")
    page.reload()
    assert current(page) == "stage-3"
    page.evaluate("location.hash = '#stage-4-ask'")
    page.locator("#stage-4-ask").wait_for()
    assert current(page) == "stage-4-ask"
    page.goto(f"{home}/index.html#no-such-slide")
    assert current(page) == "start"


def test_notes_are_shown_below_and_hidden_again(page: "Page") -> None:
    page.keyboard.press("1")
    notes = page.locator("#stage-1 .notes")
    assert not notes.is_visible()
    page.keyboard.press("n")
    assert "A server is a program that waits" in notes.inner_text()
    page.keyboard.press("n")
    assert not notes.is_visible()


def test_the_speakers_window_follows_and_leads(page: "Page") -> None:
    page.keyboard.press("1")
    with page.context.expect_page() as found:
        page.keyboard.press("s")
    window = found.value
    window.get_by_text("A server is a program that waits").wait_for()
    assert window.locator("#title").inner_text() == "A socket that answers"
    assert window.locator("#next").inner_text() == "A response, every byte of it"
    window.keyboard.press("PageDown")
    window.get_by_role("heading", name="A response, every byte of it").wait_for()
    assert current(page) == "stage-1-show-1"
    page.keyboard.press("2")
    window.get_by_role("heading", name="Reading the request").wait_for()
    window.close()
    page.keyboard.press("ArrowRight")
    assert current(page) == "stage-2-show-1"


def test_black_full_screen_colours_and_help(page: "Page") -> None:
    black = page.locator("#black")
    for key in ("b", "."):
        page.keyboard.press(key)
        assert black.is_visible()
        page.keyboard.press(key)
        assert not black.is_visible()
    themes = []
    for _ in range(3):
        page.keyboard.press("t")
        themes.append(page.evaluate("document.documentElement.dataset.theme || ''"))
    assert themes == ["light", "dark", ""]
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement === null")
    page.keyboard.press("?")
    help_text = page.get_by_role("dialog", name="Keys")
    assert "full screen" in help_text.inner_text()
    page.keyboard.press("ArrowRight")
    assert current(page) == "start"
    page.keyboard.press("Escape")
    assert not help_text.is_visible()


def test_keys_of_the_browser_are_left_to_it(page: "Page") -> None:
    for key in ("Control+ArrowRight", "Alt+n", "Meta+b"):
        page.keyboard.press(key)
    assert current(page) == "start"
    assert not page.locator("#black").is_visible()


def test_it_can_be_used_with_the_mouse_and_heard(page: "Page") -> None:
    page.get_by_role("button", name="Next slide").click()
    assert current(page) == "plan"
    said = page.get_by_role("status")
    assert (said.text_content() or "").endswith(": Plan")
    page.get_by_role("button", name="Previous slide").click()
    assert current(page) == "start"


def test_paper_and_browsers_without_scripts_get_every_slide(
    browser: "Browser", page: "Page", home: str
) -> None:
    count = page.evaluate("deck.slides.length")
    page.emulate_media(media="print")
    assert page.locator(".slide:visible").count() == count
    page.emulate_media(media="screen")
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{home}/index.html")
    assert plain.locator(".slide:visible").count() == count
    context.close()
