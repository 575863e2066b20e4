"""The part of the page about what failed: by rule, a test on a target at a time."""

from collections.abc import Sequence
from typing import Any

from fourways.failures import rerun
from fourways.reports.html_tags import folded, raw, tag, with_code
from fourways.results import Check, Results

LONGEST_LINE = 160
"""Of a message, in the line that stands for a folded failure."""


def failures(results: Results) -> list[raw]:
    """A section for each rule that a test failed of; none if nothing failed."""
    by_rule: dict[str, list[Check]] = {}
    order = list(results.contract.requirements)
    for check in results.failures:
        first = min(check.requirements, key=order.index, default="")
        by_rule.setdefault(first, []).append(check)
    if not by_rule:
        return []
    numbers = {id(check): n for n, check in enumerate(results.failures)}
    return [
        tag("h2", "What failed"),
        *[section(rule, checks, numbers, results) for rule, checks in by_rule.items()],
    ]


def section(
    rule: str, checks: Sequence[Check], numbers: dict[int, int], results: Results
) -> raw:
    """The failures of a rule."""
    requirement = results.contract.requirements.get(rule)
    count = f"{len(checks)} {'test' if len(checks) == 1 else 'tests'} failed"
    head: tuple[str, ...] = (tag("h3", "The suite itself"),)
    if requirement:
        head = (
            tag("h3", tag("span", rule, klass="id"), " ", with_code(requirement.rule)),
            tag("p", f"{requirement.source} · {count}", klass="quiet"),
        )
    return tag(
        "section",
        *head,
        *[failure(check, numbers[id(check)], results) for check in checks],
        klass="rule",
    )


def failure(check: Check, number: int, results: Results) -> raw:
    """One failed test: what was expected, what was found, how to see it again.

    Only the first is unfolded. The id stands inside: a link to it unfolds it.
    """
    columns = {column.name: column for column in results.columns}
    return tag(
        "details",
        tag(
            "summary",
            tag("b", check.target or "the suite"),
            " ",
            tag("span", check.name.removesuffix(f"[{check.target}]"), klass="test"),
            " ",
            tag("span", first_line(check.message), klass="quiet"),
        ),
        tag(
            "div",
            *expected(check, results),
            labelled("Found", check.message),
            *last_exchange(check),
            labelled("Run just this again", rerun([check], columns.get(check.target))),
            *exchanges_before(check),
            folded("Everything that pytest says", block(check.details)),
            id=f"failure-{number}",
            klass="body",
        ),
        klass="failure",
        open="open" if number == 0 else "",
    )


def expected(check: Check, results: Results) -> list[raw]:
    """The rules that the test is about, in the contract's words."""
    rules = [results.contract.requirements[each] for each in check.requirements]
    return [tag("h4", "Expected")] + [
        tag(
            "p", tag("span", r.id, klass="id"), " ", with_code(r.rule), f" ({r.source})"
        )
        for r in rules
    ]


def last_exchange(check: Check) -> list[raw]:
    """What was sent last, and what came back."""
    return exchange(check.exchanges[-1]) if check.exchanges else []


def exchanges_before(check: Check) -> list[raw]:
    """The way to the last exchange, folded."""
    before = check.exchanges[:-1]
    if not before:
        return []
    title = f"{len(before)} before it" if len(before) > 1 else "The one before it"
    return [folded(title, *[part for each in before for part in exchange(each)])]


def exchange(each: dict[str, Any]) -> list[raw]:
    """A request as a curl line, or as its bytes, and the response to it."""
    sent = labelled("Sent", each["curl"] or each["sent"])
    return [sent, labelled("Came back", response_text(each))]


def response_text(each: dict[str, Any]) -> str:
    """The response as it was received."""
    response = each["response"]
    if response is None:
        return str(each["error"]) or "There was no response."
    lines = [f"{response['version']} {response['status']} {response['reason']}"]
    lines += [f"{name}: {value}" for name, value in response["headers"]]
    return "\n".join([*lines, "", response["body"]]).rstrip()


def labelled(label: str, text: str) -> raw:
    """A text as it is, under a heading."""
    return raw(tag("h4", label) + block(text))


def block(text: str) -> raw:
    """A text as it is. What is long is scrolled, with the keyboard too."""
    return tag("pre", text, tabindex="0")


def first_line(message: str) -> str:
    """The beginning of a message."""
    line = message.strip().partition("\n")[0]
    return line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + " ..."
