"""From what was recorded to a trace: calls in order, counts, places."""

from collections import defaultdict
from collections.abc import Callable
from types import CodeType

from fourways.trace.model import (
    GROUPS,
    SERVER,
    Call,
    Count,
    Function,
    Group,
    Place,
    Statement,
    Status,
)
from fourways.trace.owners import Owners
from fourways.trace.status import Carriers
from fourways.trace.tracer import Recording, Running, Spot


class Result:
    """Everything that is known of one request, when it has been answered."""

    def __init__(self, recording: Recording, owners: Owners) -> None:
        self._recording = recording
        self._owners = owners
        self._functions: dict[CodeType | None, Function] = {None: SERVER}
        self._in_order = self._walk()

    def _walk(self) -> list[Running]:
        """Every call, before what it called."""
        found = []
        waiting = [self._recording.root]
        while waiting:
            call = waiting.pop()
            found.append(call)
            if call.code not in self._functions:
                self._functions[call.code] = self._name(call)
            waiting.extend(reversed(_in_turn(call)))
        return found

    def _name(self, call: Running) -> Function:
        assert call.code is not None
        caller = self._functions[call.parent.code if call.parent else None]
        return self._owners.function(call.code, call.module, caller)

    def function(self, call: Running) -> Function:
        """The function that was called."""
        return self._functions[call.code]

    def root(self) -> Call:
        """The call of the application, with all below it."""
        made: dict[Running, Call] = {}
        # From the last to the first: all below a call is made before it.
        for call in reversed(self._in_order):
            made[call] = Call(
                function=self.function(call),
                lines=call.lines,
                after=call.after,
                children=tuple(made[each] for each in _in_turn(call)),
                hop=call.hop,
                resumed=call.resumed,
            )
        return made[self._recording.root]

    def groups(self) -> dict[Group, Count]:
        """How much is yours, the framework's, a library's, the standard library's."""
        counts = self._counts(lambda function: function.group)
        return {group: counts.get(group, Count()) for group in GROUPS}

    def distributions(self) -> dict[str, Count]:
        """How much belongs to which distribution, the most lines first."""
        counts = self._counts(lambda function: function.distribution)
        return dict(sorted(counts.items(), key=lambda each: (-each[1].lines, each[0])))

    def _counts(self, of: Callable[[Function], str]) -> dict[str, Count]:
        calls: dict[str, list[Running]] = defaultdict(list)
        for call in self._in_order[1:]:
            calls[of(self.function(call))].append(call)
        return {name: self._count(each) for name, each in calls.items()}

    def _count(self, calls: list[Running]) -> Count:
        codes = {call.code for call in calls if call.code is not None}
        return Count(
            functions=sum(not call.resumed for call in calls),
            lines=sum(call.lines for call in calls),
            distinct_functions=len(codes),
            distinct_lines=sum(
                len(self._recording.lines.get(code, ())) for code in codes
            ),
        )

    def statements(self) -> tuple[Statement, ...]:
        """The SQL, in order."""
        numbers = {call: at for at, call in enumerate(self._in_order)}
        return tuple(
            Statement(text, numbers[call], self._place(yours))
            for text, call, yours in self._recording.statements
        )

    def status(self, carriers: Carriers, code: int) -> Status:
        """Who decided it."""
        carrier = carriers.first.get(code)
        if carrier is None:
            return Status(code, None, None, raised=False)
        yours = None if carrier.yours == carrier.spot else carrier.yours
        return Status(
            code, self._place(carrier.spot), self._place(yours), carrier.raised
        )

    def _place(self, spot: Spot | None) -> Place | None:
        return None if spot is None else Place(self.function(spot.call), spot.line)


def _in_turn(call: Running) -> list[Running]:
    """What a call called; what another thread did, where this one waited for it."""
    return sorted(call.children, key=lambda each: (each.after, each.hop))
