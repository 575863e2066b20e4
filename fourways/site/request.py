"""The request, looked into: what ran in each backend, its SQL, and the raw answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fourways.site import icicles
from fourways.site.backends import Way, four
from fourways.site.cases import CASES, Bar, Case, bars, traces_of
from fourways.site.code import Line, highlighted, plain_lines
from fourways.site.material import Material
from fourways.site.pages import Page
from fourways.site.places import Places
from fourways.trace.recorded import Call, Place, Trace


@dataclass(frozen=True)
class Spot:
    """A line of code, with the address of where the site shows it, if it does."""

    file: str
    line: int
    name: str
    address: str


@dataclass(frozen=True)
class Query:
    """A statement, and the line of yours that led to it."""

    lines: Sequence[Line]
    place: Spot | None


@dataclass(frozen=True)
class Share:
    """What ran of one distribution."""

    name: str
    group: str
    version: str
    functions: int
    lines: int


@dataclass(frozen=True)
class Traced:
    """One backend's part of a case."""

    way: Way
    bar: Bar
    trace: Trace
    decided: Spot | None
    called_from: Spot | None
    queries: Sequence[Query]
    distributions: Sequence[Share]
    yours: Sequence[tuple[Spot, int]]
    """Functions of yours in the order of their first call, and how often each ran."""
    response: Sequence[Line]


@dataclass(frozen=True)
class Shown:
    """A case with the four backends in it."""

    case: Case
    request: Sequence[Line]
    columns: Sequence[Traced]


def request_page(material: Material, places: Places) -> Page:
    """The page; its icicles are drawn from `files`."""
    return Page(
        path="request.html",
        title="Request",
        section="request",
        template="request.html",
        content={"shown": [shown(case, material, places) for case in CASES]},
    )


def files(material: Material) -> Iterator[tuple[str, str]]:
    """Data of the icicles: address and content."""
    for case in CASES:
        traces = traces_of(case, material)
        yield f"data/{case.name}.js", icicles.script(case.name, traces)


def shown(case: Case, material: Material, places: Places) -> Shown:
    """One case."""
    traces = traces_of(case, material)
    on_one_scale = bars(traces)
    columns = []
    for way in four():
        trace = traces[way.name]
        columns.append(
            Traced(
                way=way,
                bar=on_one_scale[way.name],
                trace=trace,
                decided=spot(trace.status.place, places),
                called_from=spot(trace.status.called_from, places),
                queries=[
                    Query(highlighted(each.sql, "sql"), spot(each.place, places))
                    for each in trace.statements
                ],
                distributions=distributions(trace),
                yours=yours(trace.root, places),
                response=plain_lines(trace.response),
            )
        )
    return Shown(case, plain_lines(columns[0].trace.request), columns)


def spot(place: Place | None, places: Places) -> Spot | None:
    """A place in a trace, with its address on the site."""
    if place is None:
        return None
    function = place.function
    return Spot(function.file, place.line, function.name, places.of(place))


def distributions(trace: Trace) -> list[Share]:
    """What ran, by distribution, most lines first."""
    groups = {
        call.function.distribution: call.function.group for call in trace.root.walk()
    }
    found = [
        Share(
            name, groups[name], trace.versions.get(name, ""), each.functions, each.lines
        )
        for name, each in trace.distributions.items()
    ]
    return sorted(found, key=lambda each: -each.lines)


def yours(root: Call, places: Places) -> list[tuple[Spot, int]]:
    """Every function of yours that ran, once, with the number of its calls."""
    counts: dict[Place, int] = {}
    for call in root.walk():
        if call.function.group == "yours" and not call.resumed:
            place = Place(call.function, call.function.line)
            counts[place] = counts.get(place, 0) + 1
    return [
        (found, number)
        for place, number in counts.items()
        if (found := spot(place, places)) is not None
    ]
