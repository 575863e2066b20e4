"""A run as one page that needs nothing else: counts, matrix, then each failure.

It holds no script: it is read where CI keeps it, and shows what servers have sent.
"""

import platform
from pathlib import Path

from fourways import site
from fourways.inventory import version
from fourways.matrix import MEANINGS, SYMBOLS, WORDS
from fourways.reports.html_failures import failures
from fourways.reports.html_tags import raw, tag, with_code
from fourways.reports.secrets import without_secrets
from fourways.results import Column, Results, Status
from fourways.suite import Run

STYLES = (
    # The colours of the site.
    Path(site.__file__).parent / "static" / "css" / "tokens.css",
    Path(__file__).parent / "report.css",
)


def write(run: Run, path: Path) -> None:
    """Write the page."""
    text = page(without_secrets(run.results))
    path.write_text(text, encoding="utf-8", errors="backslashreplace")


def page(results: Results) -> str:
    """The whole page."""
    verdict = "Everything holds" if results.passed else "Not everything holds"
    body = [
        tag("h1", "Contract report"),
        tag(
            "p", verdict, klass="verdict passed" if results.passed else "verdict failed"
        ),
        tag("p", overview(results)),
        *[tag("pre", problem, klass="failed") for problem in results.problems],
        *[
            tag("p", f"{name} was left out: {reason}", klass="quiet")
            for name, reason in results.left_out
        ],
        counts(results),
        tag("h2", "Rules"),
        legend(results),
        matrix(results),
        *failures(results),
        tag("footer", raw(versions(results))),
    ]
    style = "\n".join(file.read_text(encoding="utf-8") for file in STYLES)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{verdict} - contract report</title>"
        f"<style>\n{style}</style></head>\n"
        "<body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def overview(results: Results) -> str:
    """What was run, in a sentence."""
    failed = len(results.failures)
    return (
        f"{number_of(len(results.selected), 'rule')} on "
        f"{number_of(len(results.columns), 'target')}, "
        f"{number_of(len(results.checks), 'test')} in {results.seconds:.1f} s, "
        f"{results.began:%Y-%m-%d %H:%M} UTC"
        + (f"; {number_of(failed, 'test')} failed." if failed else ".")
    )


def number_of(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def counts(results: Results) -> raw:
    """How many rules have which status, by target; statuses that occur."""
    statuses = occurring(results)
    names = [tag("th", heading(status), scope="col") for status in statuses]
    rows = []
    for column in results.columns:
        numbers = [results.count(column.name, status) for status in statuses]
        cells = [
            tag("td", str(number), klass=klass_of(status) if number else "none")
            for status, number in zip(statuses, numbers, strict=True)
        ]
        rows.append(tag("tr", tag("th", column.name, scope="row"), *cells))
    head = tag("tr", tag("th", "Rules", scope="col"), *names)
    return tag("table", tag("thead", head), tag("tbody", *rows), klass="counts")


def occurring(results: Results) -> list[Status]:
    """The statuses that some rule has somewhere."""
    return [
        status
        for status in Status
        if any(results.count(column.name, status) for column in results.columns)
    ]


def heading(status: Status) -> str:
    """A status as the cells show it."""
    return f"{SYMBOLS[status]} {WORDS[status]}"


def klass_of(status: Status) -> str:
    """The class of a cell."""
    return str(status.value).replace(" ", "-")


def legend(results: Results) -> raw:
    """What the words in the cells mean."""
    meanings = [f"{heading(s)}: {MEANINGS[s]}" for s in occurring(results)]
    return tag("p", "; ".join(meanings) + ".", klass="quiet") if meanings else raw("")


def matrix(results: Results) -> raw:
    """Rules by targets."""
    names = [tag("th", column.name, scope="col") for column in results.columns]
    what = tag("th", "What should hold", scope="col")
    head = tag("tr", tag("th", "Rule", scope="col"), what, *names)
    first = first_failures(results)
    rows = []
    for concern in results.contract.concerns:
        rules = [rule for rule in results.selected if rule.concern == concern.name]
        if rules:
            question = tag("span", concern.question, klass="quiet")
            across = str(2 + len(names))
            title = tag("th", f"{concern.title} ", question, colspan=across)
            rows.append(tag("tr", title, klass="concern"))
        for rule in rules:
            cells = [
                cell(rule.id, column, results, first) for column in results.columns
            ]
            what = tag("td", with_code(rule.rule), title=rule.source, klass="what")
            rows.append(tag("tr", tag("th", rule.id, scope="row"), what, *cells))
    body = tag("tbody", raw("\n".join(rows)))
    return tag("table", tag("thead", head), body, klass="matrix")


def first_failures(results: Results) -> dict[tuple[str, str], int]:
    """Where the first failure of a rule on a target stands."""
    found: dict[tuple[str, str], int] = {}
    for number, check in enumerate(results.failures):
        for rule in check.requirements:
            found.setdefault((rule, check.target), number)
    return found


def cell(
    rule: str, column: Column, results: Results, first: dict[tuple[str, str], int]
) -> raw:
    """The status of a rule on a target, with a link to its first failure."""
    status = results.status(rule, column.name)
    # On a narrow screen columns have no room: each cell tells its own.
    text: raw = raw(tag("span", column.name, klass="target") + heading(status))
    if (rule, column.name) in first:
        text = tag("a", text, href=f"#failure-{first[rule, column.name]}")
    return tag("td", text, klass=f"status {klass_of(status)}")


def versions(results: Results) -> str:
    """What the results depend on."""
    python = f"Python {platform.python_version()}, {platform.platform()}"
    lines = [f"fourways {version()}, {python}"]
    for column in results.columns:
        pairs = [f"{name} {number}" for name, number in sorted(column.versions.items())]
        if pairs:
            lines.append(f"{column.name}: {', '.join(pairs)}")
    return "".join(tag("p", line) for line in lines)
