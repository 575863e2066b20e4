"""All that was asked for, one scenario after the other; how it is shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rich.console import Console
from rich.text import Text

from fourways import postgres
from fourways.commands.run_backend import check_installed
from fourways.evidence.versions import versions_of
from fourways.manifest import Backend
from fourways.process import StartError
from fourways.progress import progress_for
from fourways.replicas import nginx
from fourways.replicas.group import cluster
from fourways.replicas.result import Outcome
from fourways.replicas.running import run_scenario
from fourways.replicas.scenarios import SCENARIOS
from fourways.results import Results
from fourways.terminal import Mistake


@dataclass(frozen=True)
class Asked:
    """Which scenarios, and which tests."""

    scenarios: tuple[str, ...]
    keyword: str | None


def check(backends: Iterable[Backend]) -> None:
    """Raise Mistake for one that cannot run here, or not on PostgreSQL."""
    for backend in backends:
        check_installed(backend, None)
        if "postgresql" not in backend.databases:
            raise Mistake(f"{backend.name} does not work on PostgreSQL: see its README")


def run(
    backends: Sequence[Backend], asked: Asked, output: Console
) -> Iterator[Outcome]:
    """Run everything, and say how each went. Raises Mistake."""
    try:
        with cluster() as where:
            for backend in backends:
                found = versions(backend, where)
                for name in asked.scenarios:
                    outcome = _run_one(backend, name, where, asked.keyword, output)
                    today = datetime.now(UTC).date().isoformat()
                    yield replace(outcome, measured=today, versions=found)
    except (StartError, postgres.PostgresError) as error:
        raise Mistake(str(error)) from None


def _run_one(
    backend: Backend,
    name: str,
    where: postgres.Cluster,
    keyword: str | None,
    output: Console,
) -> Outcome:
    scenario = SCENARIOS[name]
    output.print(Text(f"{backend.name}, {name}: {scenario.what}"))
    progress = progress_for(output)
    outcome, results = run_scenario(backend, scenario, where, progress, keyword=keyword)
    _tell(outcome, results, output)
    return outcome


def versions(backend: Backend, where: postgres.Cluster) -> dict[str, str]:
    """Of what a backend runs on here."""
    [(postgresql,)] = postgres.connect(where.url).execute("SHOW server_version")
    found = versions_of([backend])
    named = ("python", "django", "fastapi", "flask", "gunicorn", "uvicorn")
    return {
        "nginx": nginx.version(),
        "PostgreSQL": str(postgresql).partition(" ")[0],
        **{name: found[name] for name in named if name in found},
    }


def _tell(outcome: Outcome, results: Results, output: Console) -> None:
    for check in results.failures:
        output.print(Text(f"{check.name}\n{check.message}\n", "red"), soft_wrap=True)
    for problem in outcome.problems:
        output.print(Text(problem, "bold red"), soft_wrap=True)


def show(outcomes: Sequence[Outcome], output: Console) -> None:
    """Print what came out: some lines for each scenario, whatever the width."""
    output.print()
    for outcome in outcomes:
        colour = "bold green" if outcome.good else "bold red"
        output.print(Text(f"{outcome.backend}, {outcome.scenario}", colour))
        for line in said_of(outcome):
            output.print(Text(f"  {line}"), soft_wrap=True)
        for problem in outcome.problems:
            output.print(Text(f"  ✗ {problem}", "bold red"), soft_wrap=True)
    good = all(each.good for each in outcomes)
    last = "Everything that was asked for holds." if good else "Not everything holds."
    output.print()
    output.print(Text(last, "bold green" if good else "bold red"))


def said_of(outcome: Outcome) -> Iterator[str]:
    """One scenario in words."""
    yield (
        f"{outcome.passed:,} tests passed, {len(outcome.failed)} failed; "
        f"{outcome.limits} are known limits of nginx, {outcome.not_applicable} not "
        f"applicable; {outcome.seconds:.0f} s"
    )
    for number, (total, each) in enumerate(
        zip(outcome.answered, outcome.processes, strict=True), 1
    ):
        yield (
            f"replica {number} answered {total:,} requests; its processes, by their "
            f"own logs, {', '.join(f'{count:,}' for count in each)}"
        )
    yield (
        f"nginx answered {outcome.by_nginx:,} itself; {outcome.passed_on} went on to "
        "another replica"
    )
    if outcome.cut_off:
        yield f"cut off, with nginx's answer: {', '.join(outcome.cut_off)}"
    if outcome.explained:
        yield f"failed for that: {', '.join(outcome.explained)}"
