"""ledger.txt of stage 9: for each concern, who does it in the framework of stage 8.

The answers are those of docs/concerns: nothing is written here a second time.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from fourways.compare.concerns import AUTOMATION, Cell, concerns

FILE_NAME: Final = "ledger.txt"
EMPTY: Final = "?"
WORDS: Final = AUTOMATION[:4]
HEAD: Final = """\
# Who does this now, in {half}? In the place of each ? write one of
#
#   default         the framework does it by itself
#   opt in          it does when it is told to
#   a library       another package does
#   you wrote it    whoever writes the API
#
# To look: fourways diff scratch {half} --concern NAME

"""


def cells(names: Iterable[str], half: str) -> dict[str, Cell]:
    """What a backend does for these concerns. Raises KeyError for an unknown one."""
    found = {each.name: each for each in concerns()}
    return {name: found[name].cells[half] for name in names}


def starter(names: Iterable[str], half: str) -> str:
    """The file to be filled in."""
    return HEAD.format(half=half) + "".join(f"{name}: {EMPTY}\n" for name in names)


def solution(names: Iterable[str], half: str) -> str:
    """The file with the word for who does the larger part."""
    lines = [
        f"{name}: {cell.automation}\n" for name, cell in cells(names, half).items()
    ]
    return HEAD.format(half=half) + "".join(lines)


def answers(text: str) -> Mapping[str, str]:
    """What a ledger says, by concern."""
    found = {}
    for line in text.splitlines():
        name, colon, word = line.partition(":")
        if colon and not line.startswith("#"):
            found[name.strip()] = " ".join(word.lower().split())
    return found
