"""Stage 9: the learner knows who does what now."""

from fourways.workshop import ledger
from fourways.workshop.answers import Failed
from fourways.workshop.checks import check
from fourways.workshop.lab import Lab
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
    wrong, right = [], []
    for name, cell in ledger.cells(names, lab.setup.half).items():
        if said.get(name) in cell.parts:
            continue
        word = said.get(name, "")
        wrong.append(f"{name} is {'still open' if word in ('', '?') else repr(word)}")
        reasons = [f"{word}: {why}" for word, why in cell.parts.items()]
        right.append(f"{name}: {' Also '.join(reasons)}" if word else name)
    still_open = [each for each in wrong if each.endswith("still open")]
    if still_open:
        raise Failed(
            f"{', '.join(still_open)}.",
            f"one of {', '.join(ledger.WORDS)} in each line; to look: fourways diff "
            f"scratch {lab.setup.half} --concern NAME",
        )
    if wrong:
        raise Failed(f"{', '.join(wrong)}.", " ".join(right))
