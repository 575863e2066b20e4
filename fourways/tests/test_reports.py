"""The reports: a page, data, JUnit."""

import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from fourways import reports
from fourways.reports import json_report
from fourways.reports.html import page
from fourways.results import Results
from fourways.suite import Run
from fourways.terminal import Mistake
from fourways.tests.samples import sample


class Page(HTMLParser):
    """Collects what a page is made of, and checks that its tags match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_tells_what_failed_and_how_to_repeat_it() -> None:
    text = Page(page(sample())).text
    assert "Not everything holds" in text
    assert "The Allow header of a 405 lists every method of the path" in text
    assert "Allow is 'GET'" in text
    assert "curl -i --path-as-is -X DELETE http://127.0.0.1:20001/tags" in text
    assert "HTTP/1.1 405 Method Not Allowed\nAllow: GET" in text
    assert "test flask -k test_allow" in text
    assert "werkzeug 3.1.9" in text


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    found = Page(page(sample()))
    assert not found.tags & {"script", "link", "img", "iframe"}
    assert {name for name, _ in found.attributes} <= {
        *("class", "charset", "colspan", "content", "href", "id", "lang", "name"),
        *("open", "scope", "tabindex", "title"),
    }
    links = [value for name, value in found.attributes if name == "href"]
    assert links == ["#failure-0"]
    assert ("id", "failure-0") in found.attributes


def test_a_green_run_says_so() -> None:
    results = sample()
    del results.checks[3]
    assert "Everything holds" in page(results)


def written(results: Results, path: Path) -> dict[str, object]:
    reports.write(Run(results), path)
    document = json.loads(path.read_text())
    assert isinstance(document, dict)
    return document


def test_the_data_has_the_form_that_the_schema_documents(tmp_path: Path) -> None:
    results = sample()
    results.left_out.append(("django", "django not installed"))
    results.problems.append("x")
    document = written(results, tmp_path / "r.json")
    schema = json.loads(json_report.SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(document)


def test_the_data_has_each_rule_by_target(tmp_path: Path) -> None:
    document = json_report.document(sample())
    by_id = {rule["id"]: rule["results"] for rule in document["requirements"]}
    assert by_id["route-4"] == {"scratch-sqlite": "passed", "flask-sqlite": "failed"}
    assert by_id["wire-1"]["flask-sqlite"] == "known limit"
    assert by_id["wire-2"]["flask-sqlite"] == "not run"
    assert document["passed"] is False
    assert document["targets"][1]["versions"]["flask"] == "3.1.3"


def test_what_no_encoding_can_hold_does_not_stop_a_report(tmp_path: Path) -> None:
    results = sample()
    results.problems.append("a lone surrogate: \ud800")
    for name in ("r.json", "r.html"):
        reports.write(Run(results), tmp_path / name)
        assert (tmp_path / name).stat().st_size


def test_junit_files_of_several_parts_become_one(tmp_path: Path) -> None:
    parts = [tmp_path / "1.xml", tmp_path / "2.xml"]
    for part in parts:
        part.write_text(
            '<testsuites><testsuite name="pytest" tests="1">'
            f'<testcase name="{part.name}"/></testsuite></testsuites>'
        )
    path = tmp_path / "all.xml"
    reports.write(Run(sample(), junit=parts), path)
    cases = ET.parse(path).getroot().findall("testsuite/testcase")
    assert [case.get("name") for case in cases] == ["1.xml", "2.xml"]


@pytest.mark.parametrize("name", ["r.pdf", "r", ".html"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Mistake, match=r"must end in \.html, \.json, \.xml"):
        reports.check_path(tmp_path / name)


def test_a_path_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="the folder does not exist"):
        reports.check_path(tmp_path / "new" / "r.html")
