"""`fourways demo`: the contract on every backend, explained; what `make demo` runs."""

import typer

from fourways.selection import choose
from fourways.show import run_and_show
from fourways.suite import Wanted, rules_of
from fourways.terminal import NoColor, command_name, console

INTRODUCTION = """\
One small bookmarks API, written {ways}: {titles}.

Each is started now as a real server on a fresh SQLite database, and asked over \
HTTP whether it holds the contract: {rules} rules, from routing to race conditions.
"""
NEXT = """
A line for each rule, a column for each backend: they are written differently and \
do the same. What to try next:
"""


def demo(no_color: NoColor = False) -> None:
    """See everything once: run the contract against every backend, on SQLite."""
    backends = choose([], [])
    wanted = Wanted()
    output = console()
    output.print(
        INTRODUCTION.format(
            ways=f"{len(backends)} ways" if len(backends) > 1 else "one way",
            titles=", ".join(backend.title for backend in backends),
            rules=len(rules_of([wanted])),
        )
    )
    status = run_and_show([wanted], [])
    name = backends[0].name
    output.print(NEXT)
    steps = next_steps(name)
    width = max(map(len, steps)) + 2
    for what, why in steps.items():
        output.print(f"  {what:<{width}}{why}", soft_wrap=True)
    raise typer.Exit(status)


def next_steps(name: str) -> dict[str, str]:
    """What to type or to read, and what it shows."""
    command = command_name()
    return {
        f"{command} list": "what each is made of, and its size",
        f"{command} serve {name}": "start one, and send it requests of your own",
        f"{command} test {name}": "after a change to its code",
        "docs/contract.md": "every rule, and where it comes from",
        "README.md": "where to go from here",
    }
