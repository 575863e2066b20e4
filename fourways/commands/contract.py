"""`fourways contract`: the page of rules, made from contract.toml."""

import difflib
from typing import Annotated

import typer

from fourways.terminal import Mistake, command_name


def contract(
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            metavar=" ",
            help="Write nothing; fail if the page is not current.",
        ),
    ] = False,
) -> None:
    """Write docs/contract.md from contract.toml, or check that it is current."""
    from contract_tests.support.contract import contract as rules
    from fourways.contract_doc import FILE, document

    wanted = document(rules())
    name = f"{FILE.parent.name}/{FILE.name}"
    if not check:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(wanted, encoding="utf-8")
        print(f"{name} is written")
        return
    found = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if found != wanted:
        lines = difflib.unified_diff(
            found.splitlines(), wanted.splitlines(), name, "contract.toml", lineterm=""
        )
        print("\n".join(lines))
        raise Mistake(f"{name} is not current: run {command_name()} contract")
    print(f"{name} matches contract.toml")
