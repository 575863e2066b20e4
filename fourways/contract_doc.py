"""docs/contract.md, made from contract.toml."""

from pathlib import Path

from contract_tests.support.contract import Contract, Requirement

FILE = Path(__file__).parent.parent / "docs" / "contract.md"

INTRODUCTION = """\
<!-- Made by `fourways contract` from contract_tests/contract.toml: edit that. -->

# The contract

These are the rules that every backend here holds, and that `fourways test`
checks over HTTP. [`openapi.yaml`](../contract_tests/openapi.yaml) says the shapes
of what is sent; this page says the rest. There are {count} rules about
{concerns} concerns.

A rule has a level, so that a backend can grow into the contract
(`fourways test --level 1`):

1. **core**: {level_1} rules that make the API usable;
2. **secure and complete**: {level_2} more;
3. **survives** bad input, races and operations: {level_3} more.

Some rules need more than one running server to be tested, and are reported as
not applicable without it, never as passed: *process* rules need a server process
that the suite may start, stop and configure (not there with `--url`), *users*
rules need users and tokens (not there with `--anonymous`).

Every rule has its source: the standard and its section, or *policy* with the
reason where standards leave the choice. To run the tests of one rule:
`fourways test --requirement route-4`.
"""


def document(contract: Contract) -> str:
    """The whole page, in Markdown."""
    levels = [rule.level for rule in contract.requirements.values()]
    parts = [
        INTRODUCTION.format(
            count=len(levels),
            concerns=len(contract.concerns),
            level_1=levels.count(1),
            level_2=levels.count(2),
            level_3=levels.count(3),
        )
    ]
    for concern in contract.concerns:
        parts += [
            f"\n## {concern.title}\n\n{concern.question}\n",
            "\n| Rule | Level | What must hold | Source |\n|---|---|---|---|\n",
            *map(row, contract.of_concern(concern.name)),
        ]
    parts.append(
        "\n## Types of errors\n\n"
        "The `type` of every response from 400 up (RFC 9457) is one of these.\n"
        "\n| Type | Status | Title | When |\n|---|---|---|---|\n"
    )
    parts += [
        f"| `{each.type}` | {each.status or 'any'} | {each.title} | {each.when} |\n"
        for each in contract.problems.values()
    ]
    return "".join(parts)


def row(requirement: Requirement) -> str:
    """One line of a concern's table."""
    needs = f"<br>*{', '.join(requirement.needs)}*" if requirement.needs else ""
    cells = [
        f'<a id="{requirement.id}"></a>{requirement.id}',
        f"{requirement.level}{needs}",
        requirement.rule,
        requirement.source,
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
