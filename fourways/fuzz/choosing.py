"""How often what is drawn: Hypothesis itself knows no weights.

Strategies are made once, beforehand: to make one takes longer than to draw from it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

T = TypeVar("T")
WEIGHT: Final = 12


def happens(draw: DrawFn, weight: int = WEIGHT) -> bool:
    """True once in `weight` times; False in a small case."""
    return below(draw, weight) == weight - 1


def below(draw: DrawFn, number: int) -> int:
    """From 0 to below the number."""
    return draw(_below(number))


def mostly(
    draw: DrawFn,
    common: SearchStrategy[T],
    rare: SearchStrategy[T],
    weight: int = WEIGHT,
) -> T:
    """Drawn from the first, and from the second once in `weight` times."""
    return draw(rare if happens(draw, weight) else common)


@st.composite
def weighted(draw: DrawFn, choices: Sequence[tuple[int, SearchStrategy[T]]]) -> T:
    """One of these, each as often as its number says; a small case is of the first."""
    number = below(draw, sum(often for often, _ in choices))
    for often, strategy in choices:
        number -= often
        if number < 0:
            return draw(strategy)
    raise AssertionError("the numbers do not add up")


# What UTF-8 can say. By its codec it would take seconds to be listed.
CHARACTERS: Final = st.characters(exclude_categories=["Cs"])


@cache
def _below(number: int) -> SearchStrategy[int]:
    return st.integers(0, number - 1)
