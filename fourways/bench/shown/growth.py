"""What each operation costs at each size, for the small and for the large caller."""

import math
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any, Final

from fourways.bench.growth import LARGE, OPERATIONS, SMALL, STEADY
from fourways.bench.plot import Bars
from fourways.bench.sheet import Sheet
from fourways.bench.work import UNITS

SHORT: Final = {SMALL: "As others' rows grow", LARGE: "As the caller's rows grow"}
READS: Final = tuple(name for name in OPERATIONS if name != "create")
ALLOWED: Final = 2.0
"""How many times as much is still no growth: plans differ a little with the size."""
LITTLE: Final = {"sqlite": 1_000, "postgresql": 100}
"""So much more work is none either: a small table is read as a whole."""
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


def work_grown(
    result: Mapping[str, Any], found: Mapping[str, Any], who: str, operation: str
) -> float:
    """How many times as much work the largest size is as the smallest."""
    first, *_, last = [found["work"][operation][who][str(n)] for n in result["sizes"]]
    return float(last / max(first, 1))


def _rows(result: Mapping[str, Any], who: str) -> Iterator[Sequence[str]]:
    for found in result["backends"].values():
        for operation in OPERATIONS:
            by_size = found["operations"][operation][who]
            cells = [_cell(by_size[str(size)]) for size in result["sizes"]]
            yield (
                found["title"],
                operation,
                *cells,
                f"{grown(result, found, who, operation):.1f} x",
            )


def _cell(rounds: Sequence[Mapping[str, float]]) -> str:
    p99 = median(each["p99"] for each in rounds)
    return f"{_number(quietest(rounds))} / {_number(p99)}"


def _number(milliseconds: float) -> str:
    return f"{milliseconds:.0f}" if milliseconds >= 10 else f"{milliseconds:.2f}"


def quietest(rounds: Sequence[Mapping[str, float]]) -> float:
    """The p50 of the round that was disturbed least, in milliseconds."""
    return min(each["p50"] for each in rounds)


def more_work(
    result: Mapping[str, Any], found: Mapping[str, Any], who: str, operation: str
) -> int:
    """How much more work the largest size is than the smallest."""
    first, *_, last = [found["work"][operation][who][str(n)] for n in result["sizes"]]
    return int(last - first)


def grown(
    result: Mapping[str, Any], found: Mapping[str, Any], who: str, operation: str
) -> float:
    """How many times as long the largest size takes as the smallest."""
    by_size = found["operations"][operation][who]
    first, *_, last = [quietest(by_size[str(size)]) for size in result["sizes"]]
    return last / first


def plots(result: Mapping[str, Any]) -> Mapping[str, Bars]:
    """How many times as much work the largest size is, on a logarithmic scale."""
    first, *_, last = result["sizes"]
    return {
        who: Bars(
            f"{SHORT[who]}: work at {last:,} to work at {first:,}",
            READS,
            [
                (
                    found["title"],
                    [work_grown(result, found, who, name) for name in READS],
                )
                for found in result["backends"].values()
            ],
            lambda value: f"{value:,.1f} x",
            logarithmic=True,
        )
        for who, text in WHO.items()
    }


def verdicts(result: Mapping[str, Any]) -> Sequence[str]:
    """What grew, and whether it may."""
    others = list(_grew(result, SMALL, OPERATIONS))
    own = list(_grew(result, LARGE, STEADY))
    deep = max(_deep_to_first(result, found) for found in result["backends"].values())
    return [
        f"Times are p50 / p99 in ms, one request after the other, on "
        f"{result['database']}, of {result['rounds']} rounds: the p50 of the quietest "
        "round, which others on the machine have disturbed least, and the median of "
        "the p99. Whether something grows is told by the work of the database, which "
        "is the same on a busy machine; for creating by the p50.",
        _sentence("With the rows of others", others),
        _sentence(f"With the caller's own rows, of {', '.join(STEADY)}", own),
        f"The deep page, behind nine tenths of {result['sizes'][-1]:,} bookmarks, is "
        f"at most {deep:.1f} times the work of the first one.",
    ]


def _grew(
    result: Mapping[str, Any], who: str, operations: Sequence[str]
) -> Iterator[str]:
    for found in result["backends"].values():
        for name in operations:
            measure = work_grown if name in READS else grown
            times = measure(result, found, who, name)
            more = more_work(result, found, who, name) if name in READS else math.inf
            if times > ALLOWED and more > LITTLE[result["database"]]:
                yield f"{found['title']}: {name} ({times:,.1f} x)"


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
