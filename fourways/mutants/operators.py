"""The changes: cosmic-ray's operators, and three of our own.

cosmic-ray replaces operators, comparisons, conditions, numbers, loops, decorators and
exceptions. It leaves texts alone, and in an HTTP API most decisions are texts: names
of headers, SQL, patterns, media types. So there are three more, made for its visitor.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, Protocol

import parso
from parso.python.tree import Keyword, String
from parso.tree import BaseNode, NodeOrLeaf

HELP: Final = ("help", "description", "metavar", "prog")
"""Arguments that are shown to people, as left alone as what they say."""

Position = tuple[tuple[int, int], tuple[int, int]]

# Of the replacements of a comparison those that no others imply: Kaminski, Ammann,
# Offutt, "Improving logic-based testing" (2013). Of the others each replaces what it is
# most easily mistaken for: `a + b` has no eleven different wrong versions.
COSMIC_RAY: Final = (
    *("AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue"),
    *("ReplaceAndWithOr", "ReplaceOrWithAnd"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak"),
    *("ExceptionReplacer", "NumberReplacer", "RemoveDecorator", "ZeroIterationForLoop"),
    *("ReplaceUnaryOperator_USub_UAdd", "ReplaceUnaryOperator_Delete_Not"),
    *(
        f"ReplaceComparisonOperator_{before}_{after}"
        for before, others in {
            "Lt": ("LtE", "NotEq", "GtE"),
            "LtE": ("Lt", "Eq", "Gt"),
            "Gt": ("GtE", "NotEq", "LtE"),
            "GtE": ("Gt", "Eq", "Lt"),
            "Eq": ("LtE", "GtE", "NotEq"),
            "NotEq": ("Lt", "Gt", "Eq"),
            "Is": ("IsNot",),
            "IsNot": ("Is",),
        }.items()
        for after in others
    ),
    *(
        f"ReplaceBinaryOperator_{before}_{after}"
        for before, after in {
            "Add": "Sub",
            "Sub": "Add",
            "Mul": "Div",
            "Div": "Mul",
            "FloorDiv": "Mul",
            "Mod": "Mul",
            "Pow": "Mul",
            "BitOr": "BitAnd",
            "BitAnd": "BitOr",
        }.items()
    ),
)


class Operator(Protocol):
    """What cosmic-ray's visitor asks of an operator."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Position]:
        """One position for each change that can be made at the node."""

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf | None:
        """The node with that change."""


class EmptyText:
    """A text becomes empty, an empty one does not stay so."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Position]:
        """All literals; of texts in a row each by itself."""
        if node.type in ("string", "fstring"):
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """The literal, emptied."""
        code = code_of(node)
        kind = "b" if "b" in code.partition(code[-1])[0].lower() else ""
        other = '"XX"' if code.strip("rRbBfFuU") in ('""', "''") else '""'
        return String(kind + other, node.start_pos, prefix=_prefix(node))


class RemoveStatement:
    """A call, a `raise`, a `yield` or a change of what is there does not happen."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Position]:
        """Statements that are there for what they do, not for a name that they set."""
        if node.type == "simple_stmt" and isinstance(node, BaseNode):
            statement = node.children[0]
            if statement.type in ("raise_stmt", "yield_expr") or _acts(statement):
                yield statement.start_pos, statement.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """`pass` in its place."""
        assert isinstance(node, BaseNode)
        statement = node.children[0]
        node.children[0] = Keyword(
            "pass", statement.start_pos, prefix=_prefix(statement)
        )
        return node


class RemoveArgument:
    """A named argument is not given, so that its default applies."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Position]:
        """The named arguments of calls."""
        for argument in _named_arguments(node):
            yield argument.start_pos, argument.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """The call without it, and without the comma that follows or goes before."""
        assert isinstance(node, BaseNode)
        argument = _named_arguments(node)[index]
        place = node.children.index(argument)
        if node.type == "trailer":
            del node.children[place]
        elif place + 1 < len(node.children):
            del node.children[place : place + 2]
        else:
            del node.children[place - 1 : place + 1]
        return node


OURS: Final[dict[str, type[Operator]]] = {
    each.__name__: each for each in (EmptyText, RemoveStatement, RemoveArgument)
}


@cache
def operators() -> dict[str, Operator]:
    """All that are used, by name. Raises ImportError without cosmic-ray."""
    from cosmic_ray.operators.provider import (  # type: ignore[import-untyped]
        OperatorProvider,
    )

    theirs = OperatorProvider()
    ours = {name: operator() for name, operator in OURS.items()}
    return {**{name: theirs[name]() for name in COSMIC_RAY}, **ours}


def mutate(code: str, operator: str, occurrence: int) -> str | None:
    """The code with this change; None if there is no such occurrence."""
    from cosmic_ray.mutating import mutate_code  # type: ignore[import-untyped]

    changed: str | None = mutate_code(code, operators()[operator], occurrence)
    return changed


def walk(code: str) -> Iterator[NodeOrLeaf]:
    """All nodes, in the order in which cosmic-ray counts occurrences."""
    from cosmic_ray.ast import ast_nodes  # type: ignore[import-untyped]

    yield from ast_nodes(parso.parse(code))  # type: ignore[no-untyped-call]


def code_of(node: NodeOrLeaf) -> str:
    """The code of a node, without what stands before it."""
    return str(node.get_code(include_prefix=False))  # type: ignore[no-untyped-call]


def _acts(statement: NodeOrLeaf) -> bool:
    """A call, `a += b`, `a[b] = c` or `a.b = c`."""
    if statement.type in ("atom_expr", "power"):
        return True
    if statement.type != "expr_stmt" or not isinstance(statement, BaseNode):
        return False
    target, sign = statement.children[:2]
    if sign.type == "annassign":
        return False
    augmented = code_of(sign) != "="
    return augmented or target.type in ("atom_expr", "power")


def _named_arguments(node: NodeOrLeaf) -> list[Any]:
    if node.type not in ("arglist", "trailer") or not isinstance(node, BaseNode):
        return []
    if node.parent is not None and node.parent.type == "classdef":
        return []
    return [
        child
        for child in node.children
        if child.type == "argument"
        and code_of(child.children[1]) == "="
        and code_of(child.children[0]) not in HELP
    ]


def _prefix(node: NodeOrLeaf) -> str:
    return str(node.get_first_leaf().prefix)  # type: ignore[no-untyped-call]
