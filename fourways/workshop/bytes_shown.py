"""Bytes for a person: line ends written out, and a caret under the first wrong one."""

from collections.abc import Iterator

NEWLINE = 0x0A
ESCAPES = {0x09: "\\t", NEWLINE: "\\n", 0x0D: "\\r"}


def shown(data: bytes, width: int, at: int | None = None) -> Iterator[str]:
    """Rows of at most `width` characters, none left out; a caret row below `at`.

    `at` may be the end of the data: there something is missing.
    """
    row, length, caret = "", 0, None
    for number, byte in enumerate(data):
        text = escaped(byte)
        if length + len(text) > width:
            yield row
            yield from _caret(caret)
            row, length, caret = "", 0, None
        if number == at:
            caret = length
        row, length = row + text, length + len(text)
        if byte == NEWLINE:
            yield row
            yield from _caret(caret)
            row, length, caret = "", 0, None
    if at == len(data):
        caret = length
    if row or caret is not None:
        yield row
        yield from _caret(caret)


def _caret(column: int | None) -> Iterator[str]:
    if column is not None:
        yield " " * column + "^"


def escaped(byte: int) -> str:
    """A byte as it can be read: itself, or an escape as in Python."""
    if byte in ESCAPES:
        return ESCAPES[byte]
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}"
