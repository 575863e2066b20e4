"""No password and no token gets into a report, in whatever spelling."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.support.exchange import Exchange
from fourways import reports
from fourways.reports.secrets import hide
from fourways.results import Check, Results, Status
from fourways.suite import Run
from fourways.tests.samples import sample

TOKEN = "hS3-x_8Kq2LmZ0vBn4RtYw6UcEo1PaDfGj5IkXs7QhM"
NEW_TOKEN = "Zb9-w_3Kq2LmZ0vBn4RtYw6UcEo1PaDfGj5IkXs7QhN"
PASSWORD = 'it\'s "Pässwörd" \\ 🦉'
BODY = json.dumps({"username": "ada", "password": PASSWORD}, ensure_ascii=False)


def exchanges() -> list[Exchange]:
    """A sign-in over httpx, and a request on a plain socket."""
    signed_in = Exchange(
        "POST",
        f"http://127.0.0.1:1/tokens?access_token={TOKEN}",
        [("Authorization", f"Bearer {TOKEN}"), ("Cookie", f"t={TOKEN}")],
        BODY.encode(),
        version="HTTP/1.1",
        status=201,
        reason="Created",
        headers=[("X-Seen", f"Bearer {TOKEN}")],
        body=json.dumps({"token": NEW_TOKEN, "expires_at": "2030"}).encode(),
    )
    raw = f"GET / HTTP/1.1\r\nauthorization: bearer {TOKEN}\r\n\r\n{BODY}"
    return [signed_in, Exchange("GET", sent=raw.encode(), error=f"no {TOKEN}")]


def with_secrets() -> Results:
    results = sample()
    body = {"username": "ada", "password": PASSWORD}
    results.checks[3] = replace(
        results.checks[3],
        message=f"AssertionError: assert {TOKEN!r} == None",
        details=f"body = {body!r}\nE {json.dumps(body)}\n{exchanges()[0].curl()}",
        exchanges=tuple(each.as_json() for each in exchanges()),
    )
    results.problems.append(f"flask-sqlite did not start: Bearer {TOKEN}")
    return results


def spellings() -> list[str]:
    quoted = PASSWORD.encode().decode("ascii", "backslashreplace")
    return [
        TOKEN,
        NEW_TOKEN,
        PASSWORD,
        "Pässwörd",
        "sswörd",
        "P\\u00e4ss",
        "P\\xe4ss",
        "P\\xc3\\xa4ss",
        "P%C3%A4ss",
        quoted,
    ]


@pytest.mark.parametrize("name", ["r.html", "r.json", "r.xml"])
def test_no_report_holds_a_secret(tmp_path: Path, name: str) -> None:
    results = with_secrets()
    [check] = [each for each in results.checks if each.status is Status.FAILED]
    junit = ET.Element("testsuites")
    suite = ET.SubElement(junit, "testsuite")
    case = ET.SubElement(suite, "testcase", name="test_allow")
    ET.SubElement(case, "failure", message=check.message).text = check.details
    ET.ElementTree(junit).write(tmp_path / "part.xml")

    reports.write(Run(results, junit=[tmp_path / "part.xml"]), tmp_path / name)

    text = (tmp_path / name).read_text()
    assert "secret of 43 characters" in text
    assert [each for each in spellings() if each in text] == []


def test_what_is_shown_can_still_be_understood(tmp_path: Path) -> None:
    reports.write(Run(with_secrets()), tmp_path / "r.json")
    document = json.loads((tmp_path / "r.json").read_text())
    [test] = [each for each in document["tests"] if each["result"] == "failed"]
    first, second = test["exchanges"]
    hidden = "[secret of 43 characters]"
    length = f"[secret of {len(PASSWORD)} characters]"
    assert ["Authorization", f"Bearer {hidden}"] in first["request"]["headers"]
    assert json.loads(first["request"]["body"])["username"] == "ada"
    assert f"-H 'Authorization: Bearer {hidden}'" in first["curl"]
    assert json.loads(first["response"]["body"]) == {
        "token": hidden,
        "expires_at": "2030",
    }
    assert f"authorization: bearer {hidden}\r\n" in second["sent"]
    assert length in document["tests"][3]["message"] + test["exchanges"][1]["sent"]


@pytest.mark.parametrize(
    "text",
    [
        "def test_who_signed_up_can_sign_in_and_see_the_account_again(api): ...",
        "a digest: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "/bookmarks?cursor=WyItY3JlYXRlZF9hdCIsIjIwMzAtMDEtMDJUMDM6MDQ6MDUiXQabcd",
        '{"password": 5, "token": null, "passwords": "no"}',
        "Authorization: Bearer",
        "the password is too short, the token too long",
        "9" * 100,
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert hide(text, ()) == text


def test_a_short_password_is_hidden_in_its_place_alone() -> None:
    check = Check("t::t", "x", (), Status.FAILED, message="a short one", exchanges=())
    assert check.message == hide(check.message, {"short"})
    assert hide('{"password": "short"}', {"short"}) == (
        '{"password": "[secret of 5 characters]"}'
    )


def test_nothing_is_hidden_twice() -> None:
    once = hide(f"Authorization: Bearer {TOKEN}", {TOKEN})
    assert once == "Authorization: Bearer [secret of 43 characters]"
    assert hide(once, {TOKEN}) == once
