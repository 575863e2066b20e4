"""Stage 15: the suite itself."""

from fourways.workshop.checks import check
from fourways.workshop.lab import Lab
from fourways.workshop.response import Failed
from fourways.workshop.suites import run_suite

OPTIONS: tuple[str, ...] = ()


@check
def whole_contract(lab: Lab) -> None:
    """Every rule holds."""
    lab.stop()
    folder = lab.setup.folder
    if not (folder / "backend.toml").is_file():
        raise Failed("There is no backend.toml.", "one beside your program")
    run_suite(lab, ("test", "--backend", str(folder), *OPTIONS))
