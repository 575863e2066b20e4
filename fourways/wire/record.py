"""What a run has found, as a document: docs/wire/record.json."""

import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from fourways.bench.contenders import Contender
from fourways.discovery import REPOSITORY
from fourways.wire.judge import Judged, Verdict
from fourways.wire.running import Findings
from fourways.wire.servers import PROCESSES, THREADS, TIME_OUTS, version_of

FILE: Final = REPOSITORY / "docs" / "wire" / "record.json"


@dataclass(frozen=True)
class Server:
    """A server that was judged."""

    version: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """A run. `results` by id, then by server; `missing`: servers not installed."""

    date: str
    python: str
    system: str
    processes: int
    threads: int
    servers: Mapping[str, Server]
    missing: tuple[str, ...]
    results: Mapping[str, Mapping[str, Judged]]

    def counts(self, server: str, ids: Iterable[str] | None = None) -> Counter[str]:
        """How often each verdict, in all or in these."""
        chosen = self.results if ids is None else ids
        return Counter(str(self.results[each][server].verdict) for each in chosen)

    def not_right(self, server: str) -> list[str]:
        """The ids of what is not right."""
        return [
            each
            for each, row in self.results.items()
            if row[server].verdict is not Verdict.right
        ]


def record_of(
    servers: Iterable[Contender], missing: Iterable[str], found: Mapping[str, Findings]
) -> Record:
    """Make the document of a run of today."""
    listed = {s.name: Server(version_of(s), TIME_OUTS.get(s.name, ())) for s in servers}
    ids = next(iter(found.values())).verdicts
    return Record(
        date=datetime.now(UTC).date().isoformat(),
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release().partition('-')[0]}",
        processes=PROCESSES,
        threads=THREADS,
        servers=listed,
        missing=tuple(missing),
        results={
            each: {name: found[name].verdicts[each] for name in listed} for each in ids
        },
    )


def write(record: Record, file: Path) -> None:
    """Write it as JSON."""
    file.parent.mkdir(exist_ok=True)
    text = json.dumps(asdict(record), indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def read(file: Path = FILE) -> Record:
    """Read it again."""
    table = json.loads(file.read_text(encoding="utf-8"))
    table["servers"] = {
        name: Server(each["version"], tuple(each["options"]))
        for name, each in table["servers"].items()
    }
    table["missing"] = tuple(table["missing"])
    table["results"] = {
        each: {
            name: Judged(Verdict(judged["verdict"]), judged["outcome"], judged["why"])
            for name, judged in row.items()
        }
        for each, row in table["results"].items()
    }
    return Record(**table)
