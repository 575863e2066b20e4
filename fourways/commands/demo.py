"""`fourways demo`: the contract on every backend, explained; what `make demo` runs."""

import typer

from fourways.selection import choose
from fourways.show import run_and_show
from fourways.suite import Wanted, rules_of
from fourways.terminal import NoColor, command_name, console

INTRODUCTION = """\
One small bookmarks API, written {count}: {titles}.

Each is started now as a real server on a fresh SQLite database, and asked over
HTTP whether it holds the contract: {rules} rules, from routing to race conditions.
"""
NEXT = """\
What you see above: a line for each rule, a column for each backend. They are
written differently and do the same. What to try next:

  {command} list                   what each is made of, and its size
  {command} serve {name:<14} start it, and send it requests of your own
  {command} test {name:<15} change its code, and see what the contract says
  docs/contract.md                 every rule, and where it comes from
  README.md                        where to go from here
"""


def demo(no_color: NoColor = False) -> None:
    """See everything once: run the contract against every backend, on SQLite."""
    backends = choose([], [])
    wanted = Wanted()
    output = console()
    output.print(
        INTRODUCTION.format(
            count=f"{len(backends)} ways" if len(backends) > 1 else "one way",
            titles=", ".join(backend.title for backend in backends),
            rules=len(rules_of([wanted])),
        )
    )
    status = run_and_show([wanted], [])
    name = backends[0].name
    output.print(NEXT.format(command=command_name(), name=name), soft_wrap=True)
    raise typer.Exit(status)
