"""The board as the room sees it: in a real Chromium, on a projector and on a phone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from fourways.workshop.board.client import report_progress
from fourways.workshop.board.room import Room
from fourways.workshop.tests import boards
from fourways.workshop.tests.browsers import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TITLES = [f"Stage with a title {number}" for number in range(10)]
HOSTILE = "<img src=x onerror=1/0>"


@pytest.fixture
def board() -> Iterator[str]:
    """The address of a board with a room of ten stages, the plan at the third."""
    with boards.running(Room(TITLES), planned=3) as port:
        yield f"http://127.0.0.1:{port}"


def fill(url: str, learners: int = 30) -> None:
    for number in range(learners):
        report_progress(url, f"learner {number:02}", number % 3 + 2)


def rows(page: "Page") -> list[tuple[str, str]]:
    """Title and count of each row."""
    found = page.locator("#stages li")
    return [
        (
            each.locator(".title").inner_text(),
            each.locator(".count").text_content() or "",
        )
        for each in found.all()
    ]


def test_a_row_for_each_stage_with_how_many_are_there(
    browser: "Browser", board: str
) -> None:
    report_progress(board, "ada", 2)
    report_progress(board, HOSTILE, 2)
    report_progress(board, "grace", 10)
    with opened(browser, board) as page:
        page.goto(board)
        page.get_by_text("3 learners").wait_for()
        found = rows(page)
        assert [count for _, count in found] == [*"00200000001"]
        assert [title for title, _ in found] == [*TITLES, "Done, or at an extension"]
        names = page.locator("#stages li").nth(2).locator(".names")
        assert names.inner_text() == f"{HOSTILE}, ada"
        assert page.locator("img").count() == 0
        assert page.locator(".planned .title").inner_text() == TITLES[3]
        assert boards.JOIN in page.locator("#join").inner_text()


def test_the_page_follows_the_room_and_says_when_it_ended(browser: "Browser") -> None:
    with boards.running(Room(TITLES)) as port:
        home = f"http://127.0.0.1:{port}"
        context = browser.new_context()
        page = context.new_page()
        page.clock.install()
        page.goto(home)
        page.get_by_text("0 learners").wait_for()
        report_progress(home, "ada", 1)
        page.clock.run_for(2_000)
        page.get_by_text("1 learner", exact=True).wait_for()
    for _ in range(3):
        with page.expect_event("requestfailed"):
            page.clock.run_for(2_000)
    page.get_by_text("The board has ended").wait_for()
    assert "ada" not in page.locator("body").inner_text()
    context.close()


def test_all_is_seen_from_the_back_of_the_room(browser: "Browser", board: str) -> None:
    fill(board)
    with opened(browser, board) as page:
        page.goto(board)
        page.get_by_text("30 learners").wait_for()
        for width, height in ((1280, 720), (1920, 1080), (1024, 768)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(OVERFLOW) == [0, 0]
            count = page.locator(".count").first
            pixels = count.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
            assert pixels >= height / 36
        # A phone scrolls down, but never sideways.
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate(OVERFLOW)[0] == 0


OVERFLOW = """() => {
  const page = document.documentElement;
  return [page.scrollWidth - page.clientWidth, page.scrollHeight - page.clientHeight];
}"""
