"""What must not stand in a report: passwords and tokens.

Reports are kept by CI and sent around, and with --url the server that they are about
may still know the tokens. So each secret is replaced by its length, which is what a
reader may need of it: `[secret of 43 characters]`.

A secret is what stands in an Authorization header or in a member named `password` or
`token`; it is then hidden wherever the same test shows it, a traceback included. What
looks like a token of 256 bits is hidden even where nothing says that it is one.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from contract_tests.support.exchange import Exchange
from fourways.results import Check, Results

SHORTEST: Final = 8
"""A shorter one is hidden in its own place alone: it may be a word of the text."""

MEMBER = re.compile(r'("(?:password|token)"\s*:\s*")((?:[^"\\]|\\.)*)(?="|$)')
PYTHON_MEMBER = re.compile(r"('(?:password|token)':\s*(['\"]))((?:(?!\2)[^\\]|\\.)*)")
HEADER = re.compile(
    r"(?i)(\bauthorization:[ \t]*[\w-]+[ \t]+)(?!\[secret)([^\s'\"\\]+)"
)
CREDENTIALS = re.compile(r"([\w-]+[ \t]+)(.+)", re.DOTALL)
# 32 random bytes in base64 have 43 characters. A cursor may look the same.
TOKEN = re.compile(
    r'(?<![\w-])(?<!cursor=)(?<!"next":")(?<!"next": ")[\w-]{40,200}(?![\w-])', re.ASCII
)
LETTERS: Final = 5
"""A token has at least so many large and small letters. A digest in hexadecimal has no
large ones, and nor has the name of a test."""


def without_secrets(results: Results) -> Results:
    """The same results, as they may be shown to anybody."""
    checks = [_hidden_in_check(check) for check in results.checks]
    problems = [hide(problem, ()) for problem in results.problems]
    return replace(results, checks=checks, problems=problems)


def secrets_of(results: Results) -> set[str]:
    """Every secret that went over the wire in a test that failed."""
    return {
        secret
        for check in results.checks
        for exchange in check.exchanges
        for secret in _secrets_in(exchange)
    }


def hide(text: str, secrets: Iterable[str]) -> str:
    """A text without these secrets, and without any in a place for secrets."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST:
            for spelling in _spellings(secret):
                text = text.replace(spelling, instead_of(secret))
    text = MEMBER.sub(lambda found: found[1] + instead_of(_plain(found[2])), text)
    text = PYTHON_MEMBER.sub(lambda found: found[1] + instead_of(found[3]), text)
    text = HEADER.sub(lambda found: found[1] + instead_of(found[2]), text)
    return TOKEN.sub(lambda found: _unless_plain(found[0]), text)


def instead_of(secret: str) -> str:
    """What stands in the place of a secret."""
    hidden = not secret or "[secret of " in secret
    return secret if hidden else f"[secret of {len(secret)} characters]"


def _unless_plain(word: str) -> str:
    large = sum(letter.isupper() for letter in word)
    small = sum(letter.islower() for letter in word)
    return instead_of(word) if min(large, small) >= LETTERS else word


def _hidden_in_check(check: Check) -> Check:
    secrets = {s for exchange in check.exchanges for s in _secrets_in(exchange)}
    return replace(
        check,
        message=hide(check.message, secrets),
        details=hide(check.details, secrets),
        exchanges=tuple(_hidden_in_exchange(e, secrets) for e in check.exchanges),
    )


def _hidden_in_exchange(exchange: dict[str, Any], secrets: set[str]) -> dict[str, Any]:
    request = _hidden_in_message(exchange["request"], secrets)
    request["url"] = hide(request["url"], secrets)
    response = exchange["response"]
    curl = exchange["curl"]
    if curl and request != exchange["request"]:
        # Not the old one with holes: a shell's quotes may cut a secret in pieces.
        curl = Exchange(
            request["method"],
            request["url"],
            [(name, value) for name, value in request["headers"]],
            request["body"].encode(),
        ).curl()
    return {
        **exchange,
        "request": request,
        "curl": curl,
        "sent": hide(exchange["sent"], secrets),
        "response": response and _hidden_in_message(response, secrets),
        "error": hide(exchange["error"], secrets),
    }


def _hidden_in_message(message: dict[str, Any], secrets: set[str]) -> dict[str, Any]:
    headers = []
    for name, value in message["headers"]:
        found = CREDENTIALS.fullmatch(value)
        if name.lower() == "authorization" and found:
            value = found[1] + instead_of(found[2])
        headers.append([name, hide(value, secrets)])
    return {**message, "headers": headers, "body": hide(message["body"], secrets)}


def _secrets_in(exchange: dict[str, Any]) -> Iterator[str]:
    """Each secret of an exchange."""
    messages = [exchange["request"], exchange["response"] or {}]
    texts = [message.get("body", "") for message in messages] + [exchange["sent"]]
    yield from (_plain(value) for text in texts for _, value in MEMBER.findall(text))
    yield from (value for _, value in HEADER.findall(exchange["sent"]))
    for name, value in exchange["request"]["headers"]:
        credentials = CREDENTIALS.fullmatch(value)
        if name.lower() == "authorization" and credentials:
            yield credentials[2]


def _plain(value: str) -> str:
    """The text that a string of JSON stands for."""
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


@cache
def _spellings(secret: str) -> list[str]:
    """A secret, and how JSON, Python, URLs and shells write it; the longest first."""
    found = {secret, repr(secret)[1:-1]}
    found |= {json.dumps(secret, ensure_ascii=ascii)[1:-1] for ascii in (True, False)}
    try:
        found.add(quote(secret, safe=""))
        found |= {_in_bash(each) for each in found}
    except UnicodeEncodeError:  # a lone surrogate
        pass
    # As `shlex.quote` writes it.
    found |= {each.replace("'", "'\"'\"'") for each in found}
    return sorted(found, key=len, reverse=True)


def _in_bash(text: str) -> str:
    """As `Exchange.curl` writes what is not printable: $'...'."""
    quoted = Exchange("POST", request_body=text.encode() + b"\0").curl()
    return quoted.rpartition("$'")[2].removesuffix("\\x00'")
