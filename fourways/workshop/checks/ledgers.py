"""Stage 9: the learner knows who does what now."""

from fourways.compare.concerns import Cell
from fourways.terminal import command_name
from fourways.workshop import ledger
from fourways.workshop.checks import check
from fourways.workshop.lab import Lab
from fourways.workshop.response import Failed
from fourways.workshop.stages import stages


@check
def ledger_is_right(lab: Lab) -> None:
    """Each line has a word that is true of the framework."""
    names = next(each.concerns for each in stages() if each.concerns)
    path = lab.setup.folder / ledger.FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(
            f"{ledger.FILE_NAME} cannot be read: {error}", "the file of this stage"
        ) from None
    said = ledger.answers(text)
    cells = ledger.cells(names, lab.setup.half)
    still_open = [name for name in cells if said.get(name, "") in ("", ledger.EMPTY)]
    if still_open:
        raise Failed(
            f"Still open: {', '.join(still_open)}.",
            f"one of {', '.join(ledger.WORDS)} in each line; to look: "
            f"{command_name()} diff scratch {lab.setup.half} --concern NAME",
        )
    wrong = {name: cell for name, cell in cells.items() if said[name] not in cell.parts}
    if wrong:
        found = [f"{name} is {said[name]!r}" for name in wrong]
        true = [f"{name}: {truth(cell)}" for name, cell in wrong.items()]
        raise Failed(f"{', '.join(found)}.", "; ".join(true))


def truth(cell: Cell) -> str:
    """Every word that is true, with its reason."""
    return ", ".join(f"{word} ({why})" for word, why in cell.parts.items())
