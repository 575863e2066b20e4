"""Where a page ended, as an opaque text that cannot be changed unnoticed.

Signer, not signing.dumps(): that one adds the time, and the same page would never be
the same twice.
"""

from django.core.signing import Signer

signer = Signer(salt="bookmarks.cursor")


def encode(sort, bookmark):
    key = getattr(bookmark, sort.removeprefix("-"))
    return signer.sign_object([sort, str(key), bookmark.pk])


def decode(cursor):
    """Return [sort, key, id], or raise BadSignature."""
    return signer.unsign_object(cursor)
