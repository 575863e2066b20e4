"""The contract: requirement by backend, and a page for each requirement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contract_tests.support.contract import Requirement
from fourways.evidence.model import Exchange, Target
from fourways.site.backends import Way, four
from fourways.site.checks import sources_by_requirement
from fourways.site.code import Block, Line, block, plain_lines
from fourways.site.evidence import Evidence
from fourways.site.material import Material
from fourways.site.pages import Page
from fourways.site.results import Mark, mark, rows, targets

LEVELS = {
    1: "core",
    2: "secure and complete",
    3: "survives bad input, races and operations",
}
NEEDS = {
    "process": "a server process that the suite may start, stop and configure",
    "users": "a backend with users and tokens",
}


@dataclass(frozen=True)
class Sent:
    """An exchange as it is shown: what the test did, sent, and got."""

    target: Target
    mark: Mark
    exchange: Exchange | None
    request: Sequence[Line]
    response: Sequence[Line]


@dataclass(frozen=True)
class Column:
    """What a requirement's page shows of one backend. `naked` may be missing."""

    way: Way
    finished: Sent
    naked: Sent | None
    evidence: Evidence


def contract_page(material: Material) -> Page:
    """The page with all requirements."""
    groups = [
        (each, rows(material.contract.of_concern(each.name), material.suite))
        for each in material.contract.concerns
    ]
    every = [row for _, group in groups for row in group]
    return Page(
        path="contract.html",
        title="Contract",
        section="contract",
        template="contract.html",
        content={
            "groups": groups,
            "number": len(every),
            "differing": sum(row.differs for row in every),
        },
    )


def requirement_pages(
    material: Material, cells: Mapping[str, Sequence[Evidence]]
) -> Iterator[Page]:
    """A page for each requirement. Raises SymbolError."""
    found = list(material.contract.requirements.values())
    concerns = {each.name: each for each in material.contract.concerns}
    for at, requirement in enumerate(found):
        columns = [
            column(requirement, way, evidence, material)
            for way, evidence in zip(four(), cells[requirement.concern], strict=True)
        ]
        tests = tests_of(requirement)
        yield Page(
            path=f"contract/{requirement.id}.html",
            title=requirement.id,
            section="contract",
            template="requirement.html",
            content={
                "requirement": requirement,
                "concern": concerns[requirement.concern],
                "level": LEVELS[requirement.level],
                "needs": [NEEDS[each] for each in requirement.needs],
                "row": rows([requirement], material.suite)[0],
                "before": found[at - 1] if at else None,
                "after": found[at + 1] if at + 1 < len(found) else None,
                "tests": tests,
                "opened": opened(tests, columns),
                "columns": columns,
                "request": shared_request(columns),
            },
        )


def column(
    requirement: Requirement, way: Way, evidence: Evidence, material: Material
) -> Column:
    """One backend's part of a requirement's page."""
    finished = targets(material.suite, naked=False)[way.name]
    naked = targets(material.suite, naked=True).get(way.name)
    return Column(
        way,
        sent(requirement, finished, material),
        sent(requirement, naked, material) if naked else None,
        evidence,
    )


def sent(requirement: Requirement, target: Target, material: Material) -> Sent:
    """The recorded exchange of a requirement on a target, if there is one."""
    exchange = material.exchanges.of(requirement.id, target.name)
    return Sent(
        target,
        mark(material.suite.outcome(requirement.id, target.name)),
        exchange,
        plain_lines(exchange.request) if exchange else [],
        plain_lines(exchange.response) if exchange else [],
    )


def shared_request(columns: Sequence[Column]) -> Sent | None:
    """What was sent, if the same was sent to each finished backend."""
    first = columns[0].finished
    texts = {
        each.finished.exchange and each.finished.exchange.request for each in columns
    }
    return first if first.exchange and len(texts) == 1 else None


def opened(tests: Sequence[Block], columns: Sequence[Column]) -> str:
    """The test to be shown first: that of the exchanges, or else the first of all."""
    sent_by = {
        each.finished.exchange.test.partition("::")[2].partition("[")[0]
        for each in columns
        if each.finished.exchange
    }
    return next((each.name for each in tests if each.name in sent_by), tests[0].name)


def tests_of(requirement: Requirement) -> list[Block]:
    """The tests that check a requirement. Raises SymbolError."""
    return [block(each) for each in sources_by_requirement()[requirement.id]]
