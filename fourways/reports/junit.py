"""JUnit's XML, which pytest writes itself; a run of several parts is joined."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

from fourways.reports.secrets import hide, secrets_of
from fourways.suite import Run


def write(run: Run, path: Path) -> None:
    """Write one document with the test suites of every part."""
    root = ET.Element("testsuites", name="fourways contract")
    secrets = secrets_of(run.results)
    for part in run.junit:
        found = ET.parse(part).getroot()
        for element in found.iter():
            hide_in(element, secrets)
        root.extend(found)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def hide_in(element: ET.Element, secrets: Iterable[str]) -> None:
    """Take secrets out of what pytest tells of a test, not out of its name."""
    if element.text:
        element.text = hide(element.text, secrets)
    if "message" in element.attrib:
        element.set("message", hide(element.get("message", ""), secrets))
