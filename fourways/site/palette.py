"""The colours of code: one style sheet for light and dark, made from one table.

Pygments names a kind of token by a short class, such as `kn`. A kind that is not in
the table has the colours of the nearest kind above it.
"""

from typing import Final, NamedTuple

from pygments.token import STANDARD_TYPES, Token, _TokenType


class Look(NamedTuple):
    """How a kind of token looks on a light page and on a dark one."""

    light: str
    dark: str
    more: str = ""


PLAIN: Final = Look("#1b1f2a", "#e7eaf2")
LOOKS: Final[dict[_TokenType, Look]] = {
    Token.Comment: Look("#586174", "#a3adc2", "font-style: italic"),
    Token.Comment.Preproc: Look("#7a3e00", "#f0b67f"),
    Token.Keyword: Look("#7a1fa2", "#d3a6ff", "font-weight: 600"),
    Token.Keyword.Constant: Look("#0b5394", "#8cc8ff"),
    Token.Literal.Number: Look("#0b5394", "#8cc8ff"),
    Token.Literal.String: Look("#0a6640", "#86dcae"),
    Token.Literal.String.Doc: Look("#586174", "#a3adc2", "font-style: italic"),
    Token.Literal.String.Escape: Look("#8a4b00", "#f2c078"),
    Token.Literal.String.Interpol: Look("#8a4b00", "#f2c078"),
    Token.Name.Builtin: Look("#0b5394", "#8cc8ff"),
    Token.Name.Builtin.Pseudo: Look("#4c5568", "#b6bfd2", "font-style: italic"),
    Token.Name.Class: Look("#1b1f2a", "#ffffff", "font-weight: 700"),
    Token.Name.Decorator: Look("#a1260d", "#ff9d85"),
    Token.Name.Exception: Look("#a1260d", "#ff9d85"),
    Token.Name.Function: Look("#1b1f2a", "#ffffff", "font-weight: 700"),
    Token.Name.Tag: Look("#0b5394", "#8cc8ff"),
    Token.Operator: Look("#4c5568", "#b6bfd2"),
    Token.Operator.Word: Look("#7a1fa2", "#d3a6ff", "font-weight: 600"),
    Token.Punctuation: Look("#4c5568", "#b6bfd2"),
}


def stylesheet() -> str:
    """The rules for `.code`, a line for each look."""
    classes: dict[Look, list[str]] = {}
    for kind, name in STANDARD_TYPES.items():
        look = look_of(kind)
        if name and look != PLAIN:
            classes.setdefault(look, []).append(f".code .{name}")
    rules = [f".code {{ {declarations(PLAIN)} }}"]
    for look, names in classes.items():
        rules.append(f"{', '.join(names)} {{ {declarations(look)} }}")
    return "\n".join(rules) + "\n"


def look_of(kind: _TokenType) -> Look:
    """The look of a kind, or of the nearest kind above it that has one."""
    for each in reversed(kind.split()):
        if each in LOOKS:
            return LOOKS[each]
    return PLAIN


def declarations(look: Look) -> str:
    """CSS; the page's colour scheme chooses between the two colours."""
    colour = f"color: light-dark({look.light}, {look.dark})"
    return f"{colour}; {look.more}" if look.more else colour
