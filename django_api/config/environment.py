"""Settings from the environment: read, checked, or refused in one clear line.

SystemExit rather than ImproperlyConfigured: it ends every command and every server
with status 1 and its message alone, where the other would show a traceback.
"""

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.db.utils import load_backend

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"


def text(name, default):
    value = os.environ.get(name, default).strip()
    if default and not value:
        raise SystemExit(f"{name} must not be empty; leave it out for {default}")
    return value


def number(name, default, low, high):
    value = text(name, str(default))
    if not re.fullmatch("[0-9]{1,11}", value) or not low <= int(value) <= high:
        raise SystemExit(f"{name} must be a number from {low} to {high}, not {value!r}")
    return int(value)


def names(name, default, pattern, rule):
    """Return a list from comma-separated text; each entry must match `pattern`."""
    values = [part.strip() for part in text(name, default).split(",") if part.strip()]
    for value in values:
        if not re.fullmatch(pattern, value):
            raise SystemExit(f"{name} must hold {rule}, not {value!r}")
    if default and not values:
        raise SystemExit(f"{name} must hold {rule}")
    return values


def database(name, default):
    """Return an entry of DATABASES; errors never show the URL, it may hold a password.

    The connection of a thread stays open from one request to the next.
    """
    url = text(name, default)
    try:
        entry = dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
        load_backend(entry["ENGINE"])
    except (ValueError, ImproperlyConfigured):
        entry = {"ENGINE": None, "NAME": ""}
    known = entry["ENGINE"] in (SQLITE, POSTGRESQL)
    if not known or entry["NAME"] in ("", ":memory:"):
        raise SystemExit(
            f"{name} must be sqlite:///path/to/file or"
            " postgresql://user:password@host:port/name (with psycopg installed)"
        )
    file = Path(entry["NAME"]).absolute()
    if entry["ENGINE"] == SQLITE and not file.parent.is_dir():
        raise SystemExit(f"{name} names a file in a folder that does not exist")
    if entry["ENGINE"] == SQLITE and file.is_dir():
        raise SystemExit(f"{name} names a folder, not a file")
    return entry


def secret_key(name, path):
    """Return the key that signs sessions and cursors: `name`, or that of this copy.

    A key that stands in the code would be known to everybody. So where none is set,
    one is made at the first start and kept in a file, for all workers.
    """
    if key := os.environ.get(name):
        return key
    try:
        with suppress(FileNotFoundError):
            return path.read_text()
        # Linked when it is complete: a second process finds the whole key or none.
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            file.write(get_random_secret_key())
        with suppress(FileExistsError):
            os.link(file.name, path)
        os.unlink(file.name)
        return path.read_text()
    except OSError as error:
        raise SystemExit(
            f"{name} must be set to 50 random characters: {path} cannot be used:"
            f" {error.strerror}"
        ) from None
