"""Where bookmarks are kept: in memory, until the program ends."""

import itertools

_rows = {}
_numbers = itertools.count(1)


def insert(fields):
    """Store a new bookmark; return it with its id."""
    row = {"id": next(_numbers), **fields}
    _rows[row["id"]] = row
    return row


def select_all():
    """Return all bookmarks, the newest first."""
    return list(reversed(_rows.values()))


def select(number):
    """Return the bookmark with that id, or None."""
    return _rows.get(number)


def update(number, fields):
    """Store other fields; return the bookmark, or None if there is none."""
    if number not in _rows:
        return None
    _rows[number] = {"id": number, **fields}
    return _rows[number]


def delete(number):
    """Remove the bookmark; return whether there was one."""
    return _rows.pop(number, None) is not None
