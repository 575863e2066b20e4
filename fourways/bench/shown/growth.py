"""What each operation costs at each size, for the small and for the large caller."""

import math
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any, Final

from fourways.bench.growth import LARGE, OPERATIONS, SMALL, STEADY
from fourways.bench.plot import Bars
from fourways.bench.sheet import Sheet
from fourways.bench.work import UNITS

from .api import DATABASES
from .growing import ALLOWED, READS, grown, quietest, too_much, work_grown, works

SHORT: Final = {SMALL: "As others' rows grow", LARGE: "As the caller's rows grow"}
NO_ANSWER: Final = "-"
WHO: Final = {
    SMALL: "The caller who has {few:,} bookmarks, while those of others grow",
    LARGE: "The caller who has almost all of them",
}


def sheets(result: Mapping[str, Any]) -> Sequence[Sheet]:
    """A table for each of the two callers: p50 and p99 in ms at each size."""
    sizes = [f"{size:,}" for size in result["sizes"]]
    columns = ("backend", "operation", *sizes, "grows")
    found = []
    for who, text in WHO.items():
        title = text.format(few=result["few"])
        times = list(_rows(result, who))
        found.append(Sheet(f"{title}: ms", columns, times, named=2))
        unit = UNITS[result["database"]]
        work = list(_work_rows(result, who))
        found.append(Sheet(f"{title}: {unit}", columns, work, named=2))
    return found


def _work_rows(result: Mapping[str, Any], who: str) -> Iterator[Sequence[str]]:
    for found in result["backends"].values():
        for operation in READS:
            by_size = found["work"][operation][who]
            cells = [f"{by_size[str(size)]:,}" for size in result["sizes"]]
            grows = work_grown(result, found, who, operation)
            yield found["title"], operation, *cells, f"{grows:,.1f} x"


def _rows(result: Mapping[str, Any], who: str) -> Iterator[Sequence[str]]:
    for found in result["backends"].values():
        for operation in OPERATIONS:
            by_size = found["operations"][operation][who]
            cells = [_cell(by_size[str(size)]) for size in result["sizes"]]
            times = grown(result, found, who, operation)
            grows = NO_ANSWER if math.isnan(times) else f"{times:.1f} x"
            yield found["title"], operation, *cells, grows


def _cell(rounds: Sequence[Mapping[str, float]]) -> str:
    answered = [each for each in rounds if each["p50"]]
    if not answered:
        return NO_ANSWER
    p99 = median(each["p99"] for each in answered)
    return f"{_number(quietest(answered))} / {_number(p99)}"


def _number(milliseconds: float) -> str:
    return f"{milliseconds:.0f}" if milliseconds >= 10 else f"{milliseconds:.2f}"


def plots(result: Mapping[str, Any]) -> Mapping[str, Bars]:
    """How many times as much work the largest size is, on a logarithmic scale."""
    last = result["sizes"][-1]
    return {
        who: Bars(
            f"{SHORT[who]}, up to {last:,}: the database has so many times the work",
            READS,
            [
                (
                    found["title"],
                    [work_grown(result, found, who, name) for name in READS],
                )
                for found in result["backends"].values()
            ],
            lambda value: f"{value:,.0f} x" if value >= 10 else f"{value:.1f} x",
            logarithmic=True,
        )
        for who, text in WHO.items()
    }


def verdicts(result: Mapping[str, Any]) -> Sequence[str]:
    """What grew, and whether it may."""
    others = list(_grew(result, SMALL, OPERATIONS))
    own = list(_grew(result, LARGE, STEADY))
    deep = max(_deep_to_first(result, found) for found in result["backends"].values())
    rounds = result["rounds"]
    return [
        f"Times are p50 / p99 in ms on {DATABASES[result['database']]}, one request "
        f"after the other, in {rounds} round{'s' * (rounds > 1)}: the p50 of the "
        "quietest, that others on the machine have disturbed least, and the median of "
        "the p99 (-: no answer within the time-out of the load generator; an operation "
        "that takes over a second is asked for once, which is both). Whether "
        "something grows is told by the work of the database, which is the same on a "
        "busy machine. "
        "Creating is told by its p50 alone, which other work disturbs.",
        _sentence("With the rows of others", others),
        *_in_between(result),
        _sentence(f"With the caller's own rows, of {', '.join(STEADY)}", own),
        f"The deep page, behind nine tenths of {result['sizes'][-1]:,} bookmarks, is "
        f"at most {deep:.1f} times the work of the first one.",
    ]


def _grew(
    result: Mapping[str, Any], who: str, operations: Sequence[str]
) -> Iterator[str]:
    """Operations that cost more at the largest size than at the smallest."""
    for found in result["backends"].values():
        for name in operations:
            if name in READS:
                first, *_, last = works(result, found, who, name)
                times = too_much(result, first, last)
            else:
                times = grown(result, found, who, name)
            if times > ALLOWED:
                how = "" if name in READS else " by its p50"
                yield f"{found['title']}: {name} ({times:,.1f} x{how})"


def _in_between(result: Mapping[str, Any]) -> Iterator[str]:
    """Operations that read rows of others until another plan becomes cheaper."""
    for size in result["sizes"][1:-1]:
        place = result["sizes"].index(size)
        names = [
            f"{found['title']}: {name} ({each[place]:,}, then {each[-1]:,})"
            for found in result["backends"].values()
            for name in READS
            for each in [works(result, found, SMALL, name)]
            if too_much(result, each[0], each[place])
            and not too_much(result, each[0], each[-1])
        ]
        if names:
            yield (
                f"At {size:,} the database reads rows of others, until another plan "
                f"becomes cheaper: {', '.join(names)}."
            )


def _sentence(what: str, grew: Sequence[str]) -> str:
    if not grew:
        return f"{what} nothing grows to more than {ALLOWED:g} times."
    return f"{what} these grow to more than {ALLOWED:g} times: {', '.join(grew)}."


def _deep_to_first(result: Mapping[str, Any], found: Mapping[str, Any]) -> float:
    size = str(result["sizes"][-1])
    deep, first = (
        found["work"][name][LARGE][size] for name in ("deep page", "first page")
    )
    return float(deep / first)
