"""A run as one page that needs nothing else: the matrix, then each failure."""

import platform
from html import escape
from pathlib import Path
from typing import Any

from fourways.failures import rerun
from fourways.inventory import version
from fourways.matrix import MEANINGS, SYMBOLS, WORDS
from fourways.results import Check, Column, Results, Status
from fourways.suite import Run

STYLE = Path(__file__).parent / "report.css"


def write(run: Run, path: Path) -> None:
    """Write the page."""
    path.write_text(page(run.results), encoding="utf-8", errors="backslashreplace")


def page(results: Results) -> str:
    """The whole page."""
    verdict = "Everything holds" if results.passed else "Not everything holds"
    body = [
        tag("h1", "Contract report"),
        tag(
            "p", verdict, klass="summary passed" if results.passed else "summary failed"
        ),
        tag("p", overview(results)),
        *[tag("pre", problem, klass="failed") for problem in results.problems],
        matrix(results),
        legend(),
        *[failure(check, results) for check in results.failures],
        tag("footer", raw(versions(results))),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{verdict} - contract report</title>"
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style></head>\n"
        "<body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


class raw(str):
    """Text that is HTML already."""


def tag(name: str, *content: str, klass: str = "", **attributes: str) -> raw:
    """An element. Content is escaped unless it is `raw`."""
    given = {"class": klass, **attributes}
    pairs = "".join(
        f' {key}="{escape(value)}"' for key, value in given.items() if value
    )
    inside = "".join(c if isinstance(c, raw) else escape(c) for c in content)
    return raw(f"<{name}{pairs}>{inside}</{name}>")


def overview(results: Results) -> str:
    """What was run, in a sentence."""
    tests = len(results.checks)
    return (
        f"{len(results.selected)} rules on {len(results.columns)} targets, "
        f"{tests} tests in {results.seconds:.1f} s, "
        f"{results.began:%Y-%m-%d %H:%M} UTC; {len(results.failures)} failed."
    )


def matrix(results: Results) -> raw:
    """Rules by targets."""
    names = [tag("th", column.name, scope="col") for column in results.columns]
    head = tag("tr", tag("th", "Rule"), tag("th", "What should hold"), *names)
    rows = []
    for concern in results.contract.concerns:
        rules = [rule for rule in results.selected if rule.concern == concern.name]
        if rules:
            question = tag("span", concern.question)
            across = str(2 + len(names))
            title = tag("th", f"{concern.title} ", question, colspan=across)
            rows.append(tag("tr", title, klass="concern"))
        for rule in rules:
            cells = [cell(rule.id, column, results) for column in results.columns]
            what = tag("td", rule.rule, title=rule.source)
            rows.append(tag("tr", tag("th", rule.id, scope="row"), what, *cells))
    return tag("table", tag("thead", head), tag("tbody", raw("\n".join(rows))))


def cell(requirement: str, column: Column, results: Results) -> raw:
    """The status of a rule on a target, with a link to its first failure."""
    status = results.status(requirement, column.name)
    text: str = f"{SYMBOLS[status]} {WORDS[status]}"
    for number, check in enumerate(results.failures):
        if check.target == column.name and requirement in check.requirements:
            text = tag("a", text, href=f"#failure-{number}")
            break
    return tag("td", text, klass=f"status {status.value.replace(' ', '-')}")


def legend() -> raw:
    """What the words in the cells mean."""
    meanings = [f"{SYMBOLS[s]} {WORDS[s]}: {MEANINGS[s]}" for s in Status]
    return tag("p", "; ".join(meanings) + ".")


def failure(check: Check, results: Results) -> raw:
    """One failed test: the rule, what is wrong, what went over the wire."""
    number = results.failures.index(check)
    columns = {column.name: column for column in results.columns}
    requirements = results.contract.requirements
    rules = [
        tag("p", tag("strong", each.id), f": {each.rule} ({each.source})")
        for each in (requirements[rule] for rule in check.requirements)
    ]
    exchanges = [exchange(each) for each in check.exchanges]
    again = rerun([check], columns.get(check.target))
    return tag(
        "section",
        tag("h2", f"{check.target or 'the suite'}: {check.name}"),
        *rules,
        tag("pre", check.message),
        tag("p", "Run just this again: ", tag("code", again)),
        *exchanges[-1:],
        *([folded("Exchanges before it", *exchanges[:-1])] if exchanges[1:] else []),
        folded("The whole report", tag("pre", check.details)),
        klass="failure",
        id=f"failure-{number}",
    )


def exchange(each: dict[str, Any]) -> raw:
    """A request as a curl line, or as its bytes, and the response to it."""
    sent = each["curl"] or each["sent"]
    return raw(tag("pre", sent) + tag("pre", response_text(each)))


def response_text(each: dict[str, Any]) -> str:
    """The response as it was received."""
    response = each["response"]
    if response is None:
        return str(each["error"]) or "There was no response."
    lines = [f"{response['version']} {response['status']} {response['reason']}"]
    lines += [f"{name}: {value}" for name, value in response["headers"]]
    return "\n".join([*lines, "", response["body"]])


def folded(title: str, *content: raw) -> raw:
    """What is shown only when asked for."""
    return tag("details", tag("summary", title), *content)


def versions(results: Results) -> str:
    """What the results depend on."""
    python = f"Python {platform.python_version()}, {platform.platform()}"
    lines = [f"fourways {version()}, {python}"]
    for column in results.columns:
        pairs = [f"{name} {number}" for name, number in sorted(column.versions.items())]
        if pairs:
            lines.append(f"{column.name}: {', '.join(pairs)}")
    return "".join(tag("p", line) for line in lines)
