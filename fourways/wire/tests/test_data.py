"""The case files are well-formed, and the list of MUSTs is complete."""

import re
from pathlib import Path

import pytest

from fourways import wire
from fourways.wire.cases import (
    DATA,
    HIDDEN,
    Case,
    cases,
    cases_for,
    crowds,
    musts,
    octets,
    watches,
)
from fourways.wire.expected import NotUnderstood, parse

each_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)


def test_every_id_is_there_once() -> None:
    names = [case.id for case in cases()]
    names += [crowd.id for crowd in crowds()]
    names += [watch.id for watch in watches()]
    assert sorted(names) == sorted(set(names))
    assert len(names) > 300


def test_every_must_has_a_case_or_a_reason_and_not_both() -> None:
    wrong = [m.id for m in musts().values() if bool(cases_for(m.id)) == bool(m.why_not)]
    assert wrong == []


def test_every_must_of_a_case_is_on_the_list() -> None:
    named = {must for case in cases() for must in case.musts}
    named |= {must for watch in watches() for must in watch.musts}
    assert named - set(musts()) == set()


def test_every_case_says_what_it_is_about() -> None:
    assert [each.id for each in cases() if not each.musts and not each.rule] == []


def test_a_must_is_a_sentence_with_a_must_of_a_known_section() -> None:
    for must in musts().values():
        assert re.search(r"\b(MUST|REQUIRED)\b", must.text), must.id
        assert must.text.endswith("."), must.id
        section = must.section.replace(".", "_")
        assert must.id.startswith(f"{must.rfc}-"), must.id
        assert section.startswith(must.id.split("-")[1]), must.id


@each_case
def test_a_case_is_one_that_can_be_played(case: Case) -> None:
    assert case.right
    assert case.then in ("ask", "end", "leave", "reset", "wait")
    assert case.between in ("pause", "silence", "continue")
    assert case.between == "pause" or len(case.pieces) > 1
    assert not set(case.right) & set(case.lenient)


def test_a_length_is_that_of_the_hidden_request() -> None:
    """The files say 43 and 2b where they hide it."""
    assert len(HIDDEN) == 43 == 0x2B


def test_a_text_becomes_octets() -> None:
    assert octets("{{ab*3}}\u00ff{host}") == b"ababab\xfflocalhost"
    assert octets("{{{hidden}*2}}") == 2 * HIDDEN.encode()


def test_every_fault_that_is_looked_for_is_a_watch() -> None:
    folder = Path(wire.__file__).parent
    code = "".join((folder / f).read_text() for f in ("responses.py", "exchange.py"))
    found = re.findall(r'(?:found|faults)\.add\(\s*"([a-z0-9-]+)"', code)
    found += re.findall(r'else "([a-z-]+)"\)', code)
    assert set(found) == {watch.id for watch in watches()}


def test_files_come_in_the_order_of_their_numbers() -> None:
    names = sorted(file.name for file in (DATA / "cases").glob("*.toml"))
    assert all(re.match(r"\d\d-[a-z-]+\.toml", name) for name in names)


@pytest.mark.parametrize(
    ("text", "statuses", "end", "matches"),
    [
        ("400", [400], "open", True),
        ("400", [400], "waits", False),
        ("400 closed", [400], "open", False),
        ("4xx/501 closed", [501], "closed", True),
        ("4xx/501 closed", [500], "closed", False),
        ("100, 200", [100, 200], "closed", True),
        ("100, 200", [200], "closed", False),
        ("none closed", [], "closed", True),
        ("3 times 200 open", [200, 200, 200], "open", True),
    ],
)
def test_what_is_accepted_is_written_in_words(
    text: str, statuses: list[int], end: str, matches: bool
) -> None:
    assert parse(text).matches(statuses, end) is matches


@pytest.mark.parametrize("text", ["", "closed", "600", "200 shut", "200,200"])
def test_other_words_are_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(text)
