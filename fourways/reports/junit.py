"""JUnit's XML, which pytest writes itself; a run of several parts is joined."""

import xml.etree.ElementTree as ET
from pathlib import Path

from fourways.suite import Run


def write(run: Run, path: Path) -> None:
    """Write one document with the test suites of every part."""
    root = ET.Element("testsuites", name="fourways contract")
    for part in run.junit:
        root.extend(ET.parse(part).getroot())
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
