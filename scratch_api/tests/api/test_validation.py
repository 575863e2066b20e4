"""The rules: where they draw the line, and that all findings come at once."""

import pytest

from scratch_api import validation
from scratch_api.tests.api.conftest import Api
from scratch_api.validation import Finding, Rule

OWL = "\N{OWL}"


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (validation.username, "abc"),
        (validation.username, "A" + "-" * 29),
        (validation.password, "        "),
        (validation.password, OWL * 128),
        (validation.title, "x"),
        (validation.title, OWL * 200),
        (validation.title, " \N{LEFT-TO-RIGHT MARK}x\N{COMBINING ACUTE ACCENT} "),
        (validation.notes, ""),
        (validation.notes, "\t\n" + OWL * 9_998),
        (validation.tag, "0"),
        (validation.tag, "a" + "-" * 49),
        (validation.tags, []),
        (validation.tags, ["a"] * 20),
        (validation.url, "https://example.org"),
        (validation.url, "HTTPS://u:p@[::1]:80/a%20b;c?d=/?e#f/?"),
        (validation.url, "http://x:"),
        (validation.url, "http://a/" + "b" * 1_991),
        (validation.nullable(validation.notes), None),
    ],
)
def test_passes(rule: Rule, value: object) -> None:
    assert list(rule(value)) == []


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (validation.username, "ab"),
        (validation.username, "a" * 31),
        (validation.username, "1abc"),
        (validation.username, "abc\n"),
        (validation.username, "ab\u00e9"),
        (validation.password, "1234567"),
        (validation.password, OWL * 129),
        (validation.password, "12345678\x7f"),
        (validation.password, "12345678\x85"),
        (validation.title, ""),
        (validation.title, OWL * 201),
        (validation.title, "\N{NO-BREAK SPACE}\N{EM SPACE} "),
        (validation.title, "a\nb"),
        (validation.title, "a\x00"),
        (validation.notes, OWL * 10_001),
        (validation.notes, "a\rb"),
        (validation.tag, ""),
        (validation.tag, "a" * 51),
        (validation.tag, "-a"),
        (validation.tag, "A"),
        (validation.tag, "a\n"),
        (validation.tag, "\N{ARABIC-INDIC DIGIT ONE}"),
        (validation.tags, ["a"] * 21),
        (validation.tags, "a"),
        (validation.url, "http://a/" + "b" * 1_992),
        (validation.url, ""),
        (validation.url, "example.org"),
        (validation.url, "ftp://example.org"),
        (validation.url, "https://"),
        (validation.url, "https:///path"),
        (validation.url, "https://:80"),
        (validation.url, "https://a b"),
        (validation.url, "https://a/%zz"),
        (validation.url, "https://a/%4"),
        (validation.url, "https://a\n"),
        (validation.url, "https://\u00e9.example"),
        (validation.url, "https://a/<b>"),
        (validation.url, "https://a#b#c"),
        (validation.url, "https://[::1"),
        (validation.url, "https://a:port"),
        (validation.url, " https://a"),
    ],
)
def test_does_not_pass(rule: Rule, value: object) -> None:
    [(below, detail)] = rule(value)
    assert below == ""
    assert detail


@pytest.mark.parametrize("value", [5, 1.5, True, None, {}, [[]]])
@pytest.mark.parametrize("rule", [*validation.BOOKMARK.values(), validation.username])
def test_other_types_do_not_pass(rule: Rule, value: object) -> None:
    assert len(list(rule(value))) == 1


def test_each_tag_has_its_own_finding() -> None:
    findings: list[Finding] = list(validation.tags(["ok", "A", 5, "b"]))
    assert [below for below, _ in findings] == ["/1", "/2"]


@pytest.mark.parametrize(
    ("path", "body", "pointers", "parameters"),
    [
        ("/bookmarks", {}, {"/url", "/title"}, set()),
        ("/bookmarks", [], {""}, set()),
        (
            "/bookmarks?a=1&%ff=2",
            {"url": 5, "title": "t", "a/b~c": 1, "tags": ["A", "b", None]},
            {"/url", "/a~1b~0c", "/tags/0", "/tags/2"},
            {"a", "?"},
        ),
    ],
)
def test_all_errors_come_at_once(
    api: Api, path: str, body: object, pointers: set[str], parameters: set[str]
) -> None:
    answer = api.request("POST", path, json_body=body)
    assert answer.status == 422
    errors = answer.json()["errors"]
    assert {e["pointer"] for e in errors if "pointer" in e} == pointers
    assert {e["parameter"] for e in errors if "parameter" in e} == parameters
    assert len(errors) == len(pointers) + len(parameters)


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("limit=0&sort=id&cursor=x&q=&tag=A", ["cursor", "limit", "q", "sort", "tag"]),
        ("limit=101", ["limit"]),
        ("limit=+5", ["limit"]),
        ("limit=05", ["limit"]),
        ("limit=%D9%A1", ["limit"]),
        ("limit=5&limit=5", ["limit"]),
        ("q=%00", ["q"]),
        ("q=%ff", ["q"]),
        ("q=" + "x" * 201, ["q"]),
        ("tag=a%0A", ["tag"]),
        ("&".join(["tag=a"] * 21), ["tag"]),
        ("Limit=5", ["Limit"]),
    ],
)
def test_wrong_parameters_are_named(
    api: Api, query: str, parameters: list[str]
) -> None:
    answer = api.request("GET", f"/bookmarks?{query}")
    assert answer.status == 422
    assert sorted(e["parameter"] for e in answer.json()["errors"]) == parameters
