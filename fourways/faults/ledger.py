"""What writers were told, and whether the backend kept its word.

A write is *acknowledged* when a whole answer said that it was done. What was
acknowledged has to be found again, as it was answered. What was not answered may
have been done or not, but not by halves, and not twice.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from .client import Client, Lost

Bookmark = dict[str, Any]

COUNTER: Final = {
    "url": "https://counter.example/",
    "title": "counter",
    "notes": "{}",
}
"""The bookmark that all writers change."""


class CannotRead(Exception):
    """A read was not answered with 200."""


@dataclass
class Ledger:
    """The account of one writer, or of several together (`total`)."""

    sent: int = 0
    """Writes. Each is acknowledged, a lost race, refused, unanswered, or wrong."""
    lost_races: int = 0
    """Changes that came to nothing because another writer was first (412)."""
    refused: Counter[int] = field(default_factory=Counter)
    """Writes that were answered with 500 or more, by status."""
    unanswered: Counter[Lost] = field(default_factory=Counter)
    """Writes without a whole answer."""
    reads_refused: Counter[int] = field(default_factory=Counter)
    reads_unanswered: Counter[Lost] = field(default_factory=Counter)
    again: Counter[Lost] = field(default_factory=Counter)
    """Reads that were sent a second time; no write is."""
    wrong: list[str] = field(default_factory=list)
    """Answers that no fault explains."""
    created: dict[str, Bookmark] = field(default_factory=dict)
    """What was acknowledged, by url."""
    open: dict[str, Bookmark] = field(default_factory=dict)
    """What was sent, and neither acknowledged nor declined, by url."""
    counted: dict[str, int] = field(default_factory=dict)
    """The last number that each writer wrote to the counter and was told so."""
    changes: int = 0
    """How often that happened."""
    open_counts: dict[str, set[int]] = field(default_factory=dict)
    """Numbers written since then without an answer that says what became of them."""
    done_unanswered: int = 0
    """Changes without an answer that a later read has found done."""
    slowest: float = 0.0

    @property
    def acknowledged(self) -> int:
        """How many writes were."""
        return len(self.created) + self.changes

    @property
    def errors(self) -> Counter[int]:
        """Answers from 500 up, to writes and reads."""
        return self.refused + self.reads_refused

    @property
    def silence(self) -> Counter[Lost]:
        """Writes and reads without a whole answer."""
        return self.unanswered + self.reads_unanswered


def total(ledgers: Iterable[Ledger]) -> Ledger:
    """One account of all."""
    whole = Ledger()
    for each in ledgers:
        whole.sent += each.sent
        whole.lost_races += each.lost_races
        whole.refused += each.refused
        whole.unanswered += each.unanswered
        whole.reads_refused += each.reads_refused
        whole.reads_unanswered += each.reads_unanswered
        whole.again += each.again
        whole.wrong += each.wrong
        whole.created |= each.created
        whole.open |= each.open
        whole.counted |= each.counted
        whole.changes += each.changes
        whole.open_counts |= each.open_counts
        whole.done_unanswered += each.done_unanswered
        whole.slowest = max(whole.slowest, each.slowest)
    return whole


@dataclass
class Audit:
    """What was found when everything had calmed down."""

    found: int = 0
    """Acknowledged writes that are there."""
    unanswered_done: int = 0
    """Writes without an acknowledgement that are there all the same."""
    broken: list[str] = field(default_factory=list)


def audit(ledger: Ledger, client: Client) -> Audit:
    """Read everything back and compare. Raises CannotRead."""
    result = Audit(unanswered_done=ledger.done_unanswered)
    items = everything(client)
    by_url: dict[str, Bookmark] = {item["url"]: item for item in items}
    if len(by_url) < len(items):
        result.broken.append(f"{len(items) - len(by_url)} bookmarks are there twice")
    count = next((each for each in items if each["url"] == COUNTER["url"]), None)
    by_url.pop(COUNTER["url"], None)
    _compare_created(ledger, by_url, result)
    if count is None:
        result.broken.append("lost: the counter is not there")
    else:
        _compare_counter(ledger, count, result)
    _compare_tags(items, client, result)
    return result


def everything(client: Client) -> list[Bookmark]:
    """All of the caller's bookmarks, page by page. Raises CannotRead."""
    items: list[Bookmark] = []
    path = "/bookmarks?limit=100&sort=created_at"
    cursor = ""
    while True:
        page = read(client, path + cursor)
        items += page["items"]
        if page["next"] is None:
            return items
        cursor = f"&cursor={page['next']}"


def read(client: Client, path: str) -> Any:
    """What GET answers. Raises CannotRead unless that is 200."""
    answer = client.ask("GET", path)
    if answer.status != 200:
        raise CannotRead(f"GET {path.partition('?')[0]} was answered {answer.status}")
    return answer.json()


def _compare_created(
    ledger: Ledger, by_url: dict[str, Bookmark], result: Audit
) -> None:
    for url, told in ledger.created.items():
        if url not in by_url:
            result.broken.append(f"lost: {url} was acknowledged and is not there")
        elif by_url[url] != told:
            result.broken.append(f"changed: {url} is not what was acknowledged")
        else:
            result.found += 1
    for url, item in by_url.items():
        if url in ledger.created:
            continue
        if url not in ledger.open:
            result.broken.append(f"nobody's: {url} was not sent, or was declined")
        elif any(item[name] != value for name, value in ledger.open[url].items()):
            result.broken.append(f"half-done: {url} is there in part: {item}")
        else:
            result.unanswered_done += 1


def _compare_counter(ledger: Ledger, count: Bookmark, result: Audit) -> None:
    """Each writer's last number stands, and title, tags and notes belong together."""
    numbers: dict[str, int] = json.loads(count["notes"])
    lost = 0
    for writer, last in ledger.counted.items():
        number = numbers.get(writer, 0)
        if number == last:
            continue
        if number in ledger.open_counts.get(writer, set()):
            result.unanswered_done += 1
        else:
            lost += 1
            result.broken.append(
                f"lost: {writer} was told that the counter has its {last}; "
                f"it has {number}"
            )
    result.found += ledger.changes - lost
    if count["title"] != COUNTER["title"]:
        writer, number = count["title"].split()
        if count["tags"] != sorted([writer, f"n{number}"]) or (
            numbers[writer] != int(number)
        ):
            result.broken.append(f"half-done: the counter is {count}")


def _compare_tags(items: list[Bookmark], client: Client, result: Audit) -> None:
    carried = Counter(tag for item in items for tag in item["tags"])
    counted = {tag["name"]: tag["count"] for tag in read(client, "/tags")["items"]}
    if counted != carried:
        different = counted.items() ^ carried.items()
        result.broken.append(f"half-done: counts of tags do not match: {different}")
