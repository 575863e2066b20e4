"""What differs between the recorded evidence and a fresh run: sentences."""

from collections.abc import Iterator, Sequence

from fourways.evidence.ablation import Removal
from fourways.evidence.model import Ablations, Exchange, Exchanges, Suite, Versions
from fourways.evidence.versions import OF_THE_MACHINE


def of_claims(removals: Sequence[Removal], then: Ablations) -> Iterator[str]:
    """Lines named in docs/concerns/ against those that were taken out."""
    for each in removals:
        there = then.of(each.concern, each.backend)
        where = f"{each.concern}, {each.backend}"
        if there is None:
            yield f"{where}: no removal is recorded"
        elif (there.file, there.text) != (each.piece.file, each.piece.text):
            yield f"{where}: another line was removed than docs/concerns/ names"
        elif set(there.red) | set(there.green) != set(each.rules):
            yield f"{where}: the removal was tested by other rules"
    named = {(each.concern, each.backend) for each in removals}
    for concern, backend in sorted(then.cells - named):
        yield f"{concern}, {backend}: docs/concerns/ names no line any more"


def of_versions(then: Versions, now: Versions) -> Iterator[str]:
    """Distributions that are others now; Python and SQLite may be any."""
    for name in sorted(set(now) - set(OF_THE_MACHINE)):
        if then.get(name) != now[name]:
            yield f"{name}: recorded with {then.get(name, 'none')}, here is {now[name]}"


def of_suite(then: Suite, now: Suite) -> Iterator[str]:
    """Outcomes that are others now. Rules that did not run now are left aside."""
    yield from of_versions(then.versions, now.versions)
    if not set(now.targets) <= set(then.targets):
        yield "suite.json is about other targets"
        return
    for rule, row in now.outcomes.items():
        for target, outcome in row.items():
            before = then.outcome(rule, target)
            if before.status is not outcome.status:
                example = outcome.failure or before.failure
                yield (
                    f"{rule} on {target}: recorded {before.status}, now "
                    f"{outcome.status}{f' ({example})' if example else ''}"
                )


def of_ablations(then: Ablations, now: Ablations) -> Iterator[str]:
    """Removals that now turn other rules red."""
    for each in now.ablations:
        before = then.of(each.concern, each.backend)
        recorded = before.red if before else ()
        if recorded != each.red:
            yield (
                f"{each.concern} without its line in {each.file}: recorded red "
                f"{_list(recorded)}, now {_list(each.red)}"
            )


def of_exchanges(then: Exchanges, now: Exchanges) -> Iterator[str]:
    """Exchanges of another kind than recorded: method, status or names of headers.

    Their contents may differ: what else is in a list depends on the tests before.
    """
    for rule, row in now.exchanges.items():
        for target, exchange in row.items():
            before = then.of(rule, target)
            if before is None or _kind(before) != _kind(exchange):
                yield (
                    f"{rule} on {target}: recorded {_words(before)}, "
                    f"now {_words(exchange)}"
                )


def _kind(exchange: Exchange) -> tuple[str, str, str, tuple[str, ...]]:
    method = exchange.request.partition(" ")[0]
    first, *lines = exchange.response.partition("\n\n")[0].split("\n")
    headers = {line.partition(":")[0].lower() for line in lines}
    return exchange.test, method, first, tuple(sorted(headers))


def _words(exchange: Exchange | None) -> str:
    if exchange is None:
        return "nothing"
    *_, first, _ = _kind(exchange)
    return f"{first or 'no answer'} in {exchange.test}"


def _list(rules: Sequence[str]) -> str:
    return ", ".join(rules) or "nothing"
