"""When each stage begins and ends, from the minutes in the stages' manifests."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from fourways.workshop.stage import Stage

DAY = 24 * 60


class ScheduleError(Exception):
    """Times that make no schedule; the message says what would be right."""


@dataclass(frozen=True)
class Part:
    """A stage or, without one, a break. Times are minutes since midnight."""

    begin: int
    minutes: int
    stage: Stage | None

    @property
    def end(self) -> int:
        """When the next part begins."""
        return self.begin + self.minutes

    @property
    def title(self) -> str:
        """What it is called."""
        return self.stage.title if self.stage else "break"


@dataclass(frozen=True)
class Schedule:
    """The parts in order, the stages that do not fit, and what is left of the time.

    `spare` is in minutes: negative is too long, None means that no end was given.
    """

    parts: tuple[Part, ...]
    left_out: tuple[Stage, ...] = ()
    spare: int | None = None

    @property
    def end(self) -> int:
        """When all is over, in minutes since midnight."""
        return self.parts[-1].end

    def part_at(self, minute: int) -> Part | None:
        """What is on at a time of the day, in minutes since midnight."""
        for part in self.parts:
            if (minute - part.begin) % DAY < part.minutes:
                return part
        return None


def schedule(
    stages: Iterable[Stage], start: int, available: int | None = None
) -> Schedule:
    """The stages from `start` on; with so many minutes available, those that fit.

    Left out is only what a manifest allows, in its order (`cut`), and never more
    than has to be.
    """
    planned = [stage for stage in stages if not stage.extension]
    everything = parts_of(planned, (), start)
    if available is None:
        return Schedule(everything)
    left_out: list[Stage] = []
    found = everything
    for stage in in_order_of_cut(planned):
        if found[-1].end - start <= available:
            break
        left_out.append(stage)
        found = parts_of(planned, left_out, start)
    return Schedule(found, tuple(left_out), available - (found[-1].end - start))


def in_order_of_cut(stages: Iterable[Stage]) -> list[Stage]:
    """The stages that can be left out, the first one first."""
    return sorted(
        (stage for stage in stages if stage.cut is not None),
        key=lambda stage: stage.cut or 0,
    )


def parts_of(
    stages: Iterable[Stage], left_out: Collection[Stage], start: int
) -> tuple[Part, ...]:
    """Stages and breaks, one after the other. A break stays when its stage goes."""
    parts = []
    now = start
    for stage in stages:
        if stage not in left_out:
            parts.append(Part(now, stage.minutes, stage))
            now = parts[-1].end
        if stage.break_after:
            parts.append(Part(now, stage.break_after, None))
            now = parts[-1].end
    if not parts:
        raise ScheduleError("there are no stages to make a schedule of")
    return tuple(parts)


def clock(minute: int) -> str:
    """Minutes since midnight as people write them, such as 13:05."""
    hours, minutes = divmod(minute % DAY, 60)
    return f"{hours:02}:{minutes:02}"


def minutes_since_midnight(text: str) -> int:
    """The reverse of `clock`, from 0:00 to 23:59. Raises ScheduleError."""
    match = re.fullmatch(r"(\d{1,2})[:.](\d\d)", text.strip(), re.ASCII)
    if match:
        hours, minutes = map(int, match.groups())
        if hours < 24 and minutes < 60:
            return hours * 60 + minutes
    raise ScheduleError(f"a time looks like 13:00, not {text!r}")
