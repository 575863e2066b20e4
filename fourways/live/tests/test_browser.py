"""The page in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest

from fourways.live.tests.conftest import NAMES, Live


@pytest.fixture
def page(browser: Any, live: Live) -> Iterator[Any]:
    """A page that asks nobody else, and has nothing to complain of."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert asked
    assert [url for url in asked if not url.startswith(live.address)] == []
    assert [text for text in complaints if " 422 " not in text] == []


def answers(page: Any) -> list[str]:
    """The raw answers shown, once those of the last request are there."""
    page.locator("#result[aria-busy=false]").wait_for()
    return list(page.locator("#columns pre.answer").all_inner_texts())


def test_a_case_is_picked_sent_and_shown(page: Any, live: Live) -> None:
    page.goto(live.address)
    page.get_by_role("button", name="Conflict").click()
    page.get_by_text("409").first.wait_for()
    assert all(text.startswith("HTTP/1.1 409") for text in answers(page))
    assert page.url.endswith("#conflict")
    assert page.locator("mark.differs").count() > 1
    assert "INSERT INTO" in page.locator("ol.sql").first.inner_text()
    assert "POST /bookmarks 409" in page.locator("pre.log").first.inner_text()
    page.locator("#table summary").click()
    assert page.locator("#rows th[scope=col]").count() == 1 + len(NAMES)


def test_a_request_of_ones_own_is_sent_with_the_keys(page: Any, live: Live) -> None:
    page.goto(f"{live.address}/#unknown-path")
    assert all("404" in text for text in answers(page))
    page.get_by_label("Path").fill("/tags")
    page.get_by_label("Headers").fill("Authorization: Bearer {token}")
    page.keyboard.press("Control+Enter")
    page.get_by_text('"items"').first.wait_for()
    assert all("200 OK" in text for text in answers(page))


def test_the_bytes_can_be_edited(page: Any, live: Live) -> None:
    page.goto(f"{live.address}/#unauthorized")
    answers(page)
    page.get_by_role("button", name="Edit the bytes").click()
    field = page.get_by_label("All that is sent")
    field.wait_for()
    assert field.input_value().startswith("POST /bookmarks HTTP/1.1\nHost: {host}\n")
    field.fill("OPTIONS /health HTTP/1.1\nHost: {host}\nConnection: close\n\n")
    page.get_by_role("button", name="Send to all").click()
    page.get_by_text("204").first.wait_for()
    assert all(text.startswith("HTTP/1.1 204") for text in answers(page))


def test_what_comes_back_is_text_and_never_a_page(page: Any, live: Live) -> None:
    page.goto(f"{live.address}/#unknown-path")
    answers(page)
    page.get_by_label("Path").fill("/<img/src=x/onerror=alert(1)>?<script>alert(1)")
    page.get_by_label("Method").fill("<b>\"'&")
    page.get_by_role("button", name="Send to all").click()
    assert all(" 40" in text for text in answers(page))
    assert page.locator("#result img, #result b, #result script").count() == 0


def test_a_mistake_is_told_and_the_page_goes_on(page: Any, live: Live) -> None:
    page.goto(f"{live.address}/#item")
    answers(page)
    page.get_by_label("Body").fill("{x:9999999}")
    page.get_by_role("button", name="Send to all").click()
    page.get_by_text("a request may have 1,048,576 bytes here").wait_for()
    page.get_by_role("button", name="HEAD").click()
    page.get_by_text("a request may have").wait_for(state="detached")
    assert all("200" in text for text in answers(page))


def test_columns_are_hidden_and_the_last_one_stays(page: Any, live: Live) -> None:
    page.goto(live.address)
    answers(page)
    group = page.get_by_role("group", name="Columns")
    for _ in range(2):
        group.get_by_role("button", pressed=True).first.click()
        assert page.locator("#columns article").count() == 1
    page.keyboard.press("1")
    assert page.locator("#columns article").count() == 2


def test_the_wall_is_larger(page: Any, live: Live) -> None:
    page.goto(live.address)
    answers(page)
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = page.evaluate(size)
    page.keyboard.press("w")
    assert page.evaluate(size) > before
    page.get_by_label("Path").press("w")
    assert page.evaluate(size) > before


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_nothing_is_wider_than_the_window(page: Any, live: Live, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live.address}/#list")
    answers(page)
    page.locator("#table summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [each.bounding_box() for each in page.locator("#columns article").all()]
    assert len({box["x"] for box in boxes}) == (1 if width == 390 else len(NAMES))
