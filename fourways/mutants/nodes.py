"""Places in the code that are left alone: no client could tell what stands there.

Each rule holds for every program. What is only so in one place is no rule: it stands in
docs/mutants/explained.toml, with its reason.
"""

from typing import Final

from parso.tree import BaseNode, NodeOrLeaf

from fourways.mutants.operators import HELP, code_of

RULES: Final = (
    "annotations, names of type variables and the `*` of named parameters, which tell "
    "other code of the same program how to use it",
    "docstrings and `__all__`",
    "sentences that are raised, yielded or shown as help: what an error is called, "
    "where it is and its status are in the contract, its wording is not",
    "`@cache` and `@lru_cache`: without them the same comes out, later",
    "changes after which Python reads the same program, or none at all",
)
"""As docs/suite.md says them."""

CACHES: Final = ("@cache", "@lru_cache", "@functools.cache", "@functools.lru_cache")
TYPES: Final = ("None", "bool", "bytes", "float", "int", "str")


def left_alone(node: NodeOrLeaf) -> bool:
    """Whether one of RULES applies to the node, wherever that can be seen from it."""
    return (
        _in_annotation(node)
        or _is_docstring(node)
        or _in_call_of(node, "TypeVar")
        or _sets(node, "__all__")
        or _is_wording(node)
        or _is_cache(node)
        or (code_of(node) == "*" and _is_parameter(node))
    )


def _in_annotation(node: NodeOrLeaf) -> bool:
    below, above = node, node.parent
    while above is not None:
        if above.type in ("tfpdef", "annassign") and _after(above, ":", below):
            return True
        if above.type == "funcdef" and _after(above, "->", below):
            return True
        below, above = above, above.parent
    return _joins_types(node)


def _after(above: BaseNode, sign: str, below: NodeOrLeaf) -> bool:
    place = next((i for i, each in enumerate(above.children) if each is below), 0)
    return place > 0 and code_of(above.children[place - 1]) == sign


def _joins_types(node: NodeOrLeaf) -> bool:
    """`int | None` in a type that has got a name."""
    if code_of(node) != "|" or node.parent is None:
        return False
    return any(code_of(each) in TYPES for each in node.parent.children)


def _is_docstring(node: NodeOrLeaf) -> bool:
    if node.type != "string" or node.parent is None:
        return False
    return node.parent.type == "simple_stmt"


def _is_wording(node: NodeOrLeaf) -> bool:
    if node.type not in ("string", "fstring") or " " not in code_of(node):
        return False
    below, above = node, node.parent
    while above is not None and above.type not in ("funcdef", "classdef", "file_input"):
        if above.type in ("raise_stmt", "yield_expr"):
            return True
        if above.type == "argument" and code_of(above.children[0]) in HELP:
            return True
        if _is_detail(above, below):
            return True
        below, above = above, above.parent
    return False


def _is_cache(node: NodeOrLeaf) -> bool:
    above: NodeOrLeaf | None = node
    while above is not None and above.type != "decorator":
        above = above.parent
    return above is not None and code_of(above).rstrip().partition("(")[0] in CACHES


def _is_parameter(node: NodeOrLeaf) -> bool:
    return node.parent is not None and node.parent.type == "parameters"


def _is_detail(above: BaseNode, below: NodeOrLeaf) -> bool:
    """The value of `"detail": "..."`, or of `detail = "..."`."""
    place = next(i for i, each in enumerate(above.children) if each is below)
    name = code_of(above.children[max(place - 2, 0)])
    return (above.type, name) in (
        ("dictorsetmaker", '"detail"'),
        ("expr_stmt", "detail"),
    )


def _in_call_of(node: NodeOrLeaf, name: str) -> bool:
    above = node.parent
    while above is not None:
        if above.type == "atom_expr":
            return code_of(above.children[0]) == name
        above = above.parent
    return False


def _sets(node: NodeOrLeaf, name: str) -> bool:
    above = node.parent
    while above is not None:
        if above.type == "expr_stmt":
            return code_of(above.children[0]) == name
        above = above.parent
    return False
