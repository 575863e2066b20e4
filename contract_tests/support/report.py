"""What a failing test shows, and what every report tells others."""

import pytest

from contract_tests.support.contract import checked_by
from contract_tests.support.exchange import KEPT, RECORDER
from contract_tests.support.start import Started

LONGEST_OUTPUT = 4_000


def describe(item: pytest.Item) -> None:
    """Put requirements, concern and target of a test into all its reports."""
    requirements = checked_by(item)
    if requirements:
        item.user_properties.append(("requirements", [r.id for r in requirements]))
        item.user_properties.append(("concern", requirements[0].concern))
    target = target_id(item)
    if target:
        item.user_properties.append(("target", target))


def target_id(item: pytest.Item) -> str:
    """The target of a test, or an empty text for a test without one."""
    callspec = getattr(item, "callspec", None)
    parameter = callspec.params.get("started") if callspec else None
    return parameter.id if parameter else ""


def explain(item: pytest.Item, report: pytest.TestReport) -> None:
    """Add the sections of a failing test."""
    requirements = checked_by(item)
    if requirements:
        lines = [f"{r.id}: {r.rule} ({r.source})" for r in requirements]
        report.sections.append(("Requirements", "\n".join(lines)))
    exchanges = RECORDER.exchanges[-KEPT:]
    report.user_properties.append(("exchanges", [each.as_json() for each in exchanges]))
    if exchanges:
        last = exchanges[-1].as_json()
        asked = last["curl"] or f"{last['sent']!r} on a plain socket"
        text = f"{asked}\n\n{exchanges[-1].response_text()}"
        report.sections.append((f"Exchange {len(RECORDER.exchanges)}, the last", text))
    printed = RECORDER.printed()
    if printed:
        if len(printed) > LONGEST_OUTPUT:
            printed = "...\n" + printed[-LONGEST_OUTPUT:]
        report.sections.append(("Server output meanwhile", printed))


def start_failure(started: Started) -> str:
    """What to say of a target that did not start."""
    return f"{started.target.id} did not start: {started.state.error}"
