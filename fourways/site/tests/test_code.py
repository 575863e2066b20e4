"""Code is shown as it is, and its colours can be read."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from fourways.site.checks import sources_by_requirement
from fourways.site.code import lines_of, plain_lines
from fourways.site.material import Material
from fourways.site.palette import LOOKS, PLAIN, stylesheet

TOKENS = Path(__file__).parent.parent / "static" / "css" / "tokens.css"
WAYS = ("scratch", "flask", "django", "fastapi")
GROUPS = ("yours", "framework", "libraries", "standard-library")
# What is read on what: text needs 4.5 to 1 (WCAG 2.2, 1.4.3).
READ = [
    *(
        (text, ground)
        for text in ("ink", "quiet", "link")
        for ground in ("paper", "panel")
    ),
    *((way, ground) for way in WAYS for ground in ("paper", "panel")),
    ("passed", "paper"),
    ("passed", "panel"),
    ("failed", "paper"),
    ("failed", "panel"),
    ("ink", "raised"),
    *((f"on-{group}", group) for group in GROUPS),
]
# What only has to be seen: 3 to 1 (1.4.11).
SEEN = [("edge", "paper"), ("edge", "raised"), ("focus", "paper"), ("hatch", "paper")]


def test_every_line_stands_alone_and_is_the_same_text() -> None:
    source = 'x = """<b>\n  two &\n"""\n\n\nif x:\n    pass\n'
    lines = lines_of(source, "a.py", 7)
    texts = [re.sub("<[^>]+>", "", each.html).replace("&quot;", '"') for each in lines]
    assert texts == [
        'x = """&lt;b&gt;',
        "  two &amp;",
        '"""',
        "",
        "",
        "if x:",
        "    pass",
    ]
    assert [each.number for each in lines] == [7, 8, 9, 10, 11, 12, 13]
    assert [each.indent for each in lines] == [0, 2, 0, 0, 0, 0, 4]
    for each in lines:
        assert each.html.count("<span") == each.html.count("</span>")


def test_code_begins_at_the_left() -> None:
    [first, second] = lines_of("    def f():\n        pass", "a.py")
    assert (first.indent, second.indent) == (0, 4)


def test_a_file_that_nobody_knows_is_text() -> None:
    assert lines_of("<a>", "a.unknown")[0].html == "&lt;a&gt;"


def test_a_response_is_escaped() -> None:
    assert [each.html for each in plain_lines("HTTP/1.1 200 OK\n\n<b>\n")] == [
        "HTTP/1.1 200 OK",
        "",
        "&lt;b&gt;",
    ]


def test_every_requirement_has_tests_and_they_name_it(material: Material) -> None:
    found = sources_by_requirement()
    assert set(found) == set(material.contract.requirements)
    for requirement, snippets in found.items():
        for snippet in snippets:
            assert f'"{requirement}"' in snippet.text
            assert f"def {snippet.name}(" in snippet.text


def test_colours_of_code_can_be_read() -> None:
    for look in [PLAIN, *LOOKS.values()]:
        for at, colour in enumerate((look.light, look.dark)):
            assert contrast(colour, token("raised")[at]) >= 4.5, look


def test_both_colour_schemes_are_in_one_style_sheet() -> None:
    assert f"light-dark({PLAIN.light}, {PLAIN.dark})" in stylesheet()


@pytest.mark.parametrize(("text", "ground"), READ)
def test_text_can_be_read(text: str, ground: str) -> None:
    for front, back in zip(token(text), token(ground), strict=True):
        assert contrast(front, back) >= 4.5


@pytest.mark.parametrize(("line", "ground"), SEEN)
def test_lines_can_be_seen(line: str, ground: str) -> None:
    for front, back in zip(token(line), token(ground), strict=True):
        assert contrast(front, back) >= 3


def test_groups_differ_in_lightness() -> None:
    # Without colour, yours, the framework and libraries are light, dark, between.
    for at in (0, 1):
        yours, framework, libraries = (
            luminance(token(name)[at]) for name in ("yours", "framework", "libraries")
        )
        steps = sorted([yours, framework, libraries])
        for darker, lighter in pairwise(steps):
            assert (lighter + 0.05) / (darker + 0.05) >= 1.5


def token(name: str) -> tuple[str, str]:
    """A colour of tokens.css, on a light page and on a dark one."""
    found = re.search(
        rf"--{name}: light-dark\((#\w+), (#\w+)\)", TOKENS.read_text("utf-8")
    )
    assert found, name
    return found[1], found[2]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)
