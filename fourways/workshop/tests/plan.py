"""Stages for tests of what only needs their plan: minutes, breaks, what to cut."""

from pathlib import Path

from fourways.workshop.stage import Stage


def planned(
    number: int,
    minutes: int,
    *,
    break_after: int = 0,
    cut: int | None = None,
    extension: bool = False,
) -> Stage:
    """A stage that says only when it is on."""
    return Stage(
        number=number,
        name=f"name-{number}",
        folder=Path(f"{number:02}-name"),
        title=f"Title {number}",
        minutes=minutes,
        goal=f"Goal {number}",
        checks=(),
        run={None: "{python} server.py"},
        break_after=break_after,
        cut=cut,
        extension=extension,
    )


STAGES = [
    planned(0, 10),
    planned(1, 20, break_after=5),
    planned(2, 30, cut=2, break_after=10),
    planned(3, 15, cut=1),
    planned(4, 10),
    planned(5, 60, extension=True),
]
"""100 minutes with the breaks; without what can be cut 55."""
