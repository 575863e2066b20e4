"""Where on the site a line of a backend is shown: file and line to an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fourways.site.backends import repository_file
from fourways.site.evidence import Evidence
from fourways.trace.recorded import Place


@dataclass(frozen=True)
class Shown:
    """A block of code on a concern's page."""

    file: str
    first_line: int
    last_line: int
    address: str
    """From the site's folder on."""


class Places:
    """Every block of code of every concern's page."""

    def __init__(self, cells: Mapping[str, Sequence[Evidence]]) -> None:
        self._shown: dict[str, list[Shown]] = {}
        for concern, row in cells.items():
            for cell in row:
                address = f"concerns/{concern}.html?show={cell.way.name}"
                for each in cell.blocks:
                    self._shown.setdefault(each.file, []).append(
                        Shown(
                            each.file,
                            each.first_line,
                            each.last_line,
                            f"{address}#{each.id}",
                        )
                    )

    def address(self, file: str, line: int) -> str:
        """Where a line is shown: in the smallest block that has it, or empty."""
        having = [
            each
            for each in self._shown.get(file, ())
            if each.first_line <= line <= each.last_line
        ]
        if not having:
            return ""
        return min(having, key=lambda each: each.last_line - each.first_line).address

    def of(self, place: Place) -> str:
        """Where a place in a trace is shown, or empty."""
        return self.address(repository_file(place.function.file), place.line)
