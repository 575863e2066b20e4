"""docs/wire.md, made from a record and from the case files."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from fourways.discovery import REPOSITORY
from fourways.wire.cases import (
    DATA,
    Case,
    cases,
    cases_for,
    crowds,
    musts,
    watches,
)
from fourways.wire.judge import HIDDEN_ANSWERED, Judged, Verdict
from fourways.wire.record import Record

FILE: Final = REPOSITORY / "docs" / "wire.md"
MADE: Final = (
    "<!-- Made by `fourways wire --record` from docs/wire/record.json and "
    "fourways/wire/data. -->\n\n"
)
LONGEST: Final = 90


def page(record: Record) -> str:
    """The whole page, in Markdown."""
    parts = [
        MADE,
        (DATA / "head.md").read_text(encoding="utf-8"),
        *_servers(record),
        *_summary(record),
        *_musts(),
        *_cases(record),
    ]
    return "".join(parts)


def _servers(record: Record) -> Iterator[str]:
    yield "\n## The run\n\n"
    yield (
        f"{record.date}, {record.system}, Python {record.python}. "
        f"{record.processes} processes with {record.threads} threads each; servers "
        f"without processes {record.processes * record.threads} threads.\n\n"
    )
    yield "| Server | Version | Time-outs |\n|---|---|---|\n"
    for name, server in record.servers.items():
        options = " ".join(server.options)
        yield f"| {name} | {server.version} | {f'`{options}`' if options else ''} |\n"
    if record.missing:
        yield f"\nNot installed: {', '.join(record.missing)}.\n"


def _summary(record: Record) -> Iterator[str]:
    by_must = {each for must in musts() for each in cases_for(must)}
    yield "\n## Summary\n\n"
    yield (
        f"{len(record.results)} cases, of which {len(by_must)} test a MUST: "
        "those are counted again in brackets.\n\n"
    )
    yield f"| Server | {' | '.join(Verdict)} | hidden requests answered |\n"
    yield "|---|" + "---:|" * (len(Verdict) + 1) + "\n"
    for name in record.servers:
        counts, strict = record.counts(name), record.counts(name, by_must)
        cells = [
            f"{counts[verdict]} ({strict[verdict]})" if counts[verdict] else "-"
            for verdict in Verdict
        ]
        hidden = sum(
            row[name].why == HIDDEN_ANSWERED for row in record.results.values()
        )
        yield f"| {name} | {' | '.join(cells)} | {hidden or '-'} |\n"


def _musts() -> Iterator[str]:
    found = musts().values()
    tested = [must for must in found if not must.why_not]
    yield "\n## Every MUST for a server\n\n"
    yield (
        f"{len(found)} sentences: {len(tested)} are tested, "
        f"{len(found) - len(tested)} cannot be, with the reason.\n\n"
        "| RFC | Sentence | Tested by |\n|---|---|---|\n"
    )
    for must in found:
        ids = ", ".join(f"`{each}`" for each in cases_for(must.id))
        yield f"| {must.source} | {_cell(must.text)} | {ids or _cell(must.why_not)} |\n"


def _cases(record: Record) -> Iterator[str]:
    for group, listed in groupby(cases(), lambda case: case.group):
        yield f"\n## Cases: {group}\n\n"
        yield from _table(record, ((case.id, _rule(case)) for case in listed))
    yield "\n## What no response may do\n\nLooked at in all responses of the run.\n\n"
    yield from _table(record, ((watch.id, watch.rule) for watch in watches()))
    yield (
        "\n## Crowds\n\nMore clients at once than there are threads; "
        "meanwhile others ask. No RFC demands anything here.\n\n"
    )
    yield from _table(record, ((crowd.id, crowd.rule) for crowd in crowds()))


def _table(record: Record, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"| Case | Rule | {' | '.join(record.servers)} |\n"
    yield "|---|---|" + "---|" * len(record.servers) + "\n"
    for each, rule in rows:
        cells = [_judged(record.results[each][name]) for name in record.servers]
        yield f"| `{each}` | {_cell(rule)} | {' | '.join(cells)} |\n"


def _rule(case: Case) -> str:
    sources = dict.fromkeys(musts()[each].source for each in case.musts)
    unsaid = [source for source in sources if source not in case.rule]
    return ": ".join(filter(None, [", ".join(unsaid), case.rule]))


def _judged(judged: Judged) -> str:
    if judged.verdict is Verdict.right:
        return _cell(judged.outcome)
    happened = f"{judged.outcome}{f': {judged.why}' if judged.why else ''}"
    if len(happened) > LONGEST:
        happened = f"{happened[:LONGEST]} ..."
    return f"**{judged.verdict}** {_cell(happened)}"


def _cell(text: str) -> str:
    """Text for a cell of a table: on one line, and as it is."""
    shown = text.encode("ascii", "backslashreplace").decode()
    for character in "\\|`*_<>[]":
        shown = shown.replace(character, f"\\{character}")
    return shown.replace("\n", " ")
