"""Settings, read once from the environment and checked before anything starts.

Stands for: `app.config`, Django's `settings.py`, Pydantic's `BaseSettings`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scratch_api.web.hosts import HOST


class SettingsError(ValueError):
    """A setting is wrong. The message names it and says what would be right."""


@dataclass(frozen=True)
class Settings:
    """All settings, under the names of their environment variables."""

    host: str
    port: int
    workers: int
    threads: int
    database_url: str
    allowed_hosts: tuple[str, ...]
    cors_origins: tuple[str, ...]
    token_ttl_seconds: int
    sign_in_failures: int
    sign_in_window_seconds: int
    trusted_proxies: int


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the environment. Raises SettingsError."""
    return Settings(
        host=_text(environ, "HOST", "127.0.0.1"),
        port=_number(environ, "PORT", 8000, 65_535),
        workers=_number(environ, "WORKERS", 2, 1_000),
        threads=_number(environ, "THREADS", 8, 10_000),
        database_url=_database_url(environ),
        allowed_hosts=_hosts(environ),
        cors_origins=_origins(environ),
        token_ttl_seconds=_number(environ, "TOKEN_TTL_SECONDS", 86_400, 10**10),
        sign_in_failures=_number(environ, "SIGN_IN_FAILURES", 10, 10**6),
        sign_in_window_seconds=_number(environ, "SIGN_IN_WINDOW_SECONDS", 60, 86_400),
        trusted_proxies=_number(environ, "TRUSTED_PROXIES", 0, 100, lowest=0),
    )


def _text(environ: Mapping[str, str], name: str, default: str) -> str:
    value = environ.get(name, default).strip()
    if not value:
        raise SettingsError(f"{name} must not be empty; leave it out for {default}")
    return value


def _number(
    environ: Mapping[str, str], name: str, default: int, highest: int, lowest: int = 1
) -> int:
    value = _text(environ, name, str(default))
    # isascii: int() and isdigit() also take the digits of other scripts.
    digits = value.isascii() and value.isdigit() and len(value) <= len(str(highest))
    if digits and lowest <= int(value) <= highest:
        return int(value)
    raise SettingsError(
        f"{name} must be a number from {lowest} to {highest}, not {value!r}"
    )


def _list(environ: Mapping[str, str], name: str, default: str) -> tuple[str, ...]:
    value = environ.get(name, default)
    return tuple(item.strip() for item in value.split(",") if item.strip())


def _hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    hosts = _list(environ, "ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
    for host in hosts:
        match = HOST.fullmatch(host.lower())
        if host != "*" and (match is None or match[2]):
            raise SettingsError(
                f"ALLOWED_HOSTS must be host names without ports, like"
                f" api.example,[::1], or *; {host!r} is none"
            )
    if not hosts:
        raise SettingsError("ALLOWED_HOSTS must name at least one host, or be *")
    return tuple(host.lower() for host in hosts)


def _origins(environ: Mapping[str, str]) -> tuple[str, ...]:
    origins = _list(environ, "CORS_ORIGINS", "")
    for origin in origins:
        scheme, separator, host = origin.partition("://")
        # RFC 6454 6.2: scheme, host and port, as a browser writes them.
        right = scheme in ("http", "https") and separator and host == host.lower()
        if not right or not HOST.fullmatch(host):
            raise SettingsError(
                f"CORS_ORIGINS must be origins like https://app.example, without"
                f" a path or a slash at the end; {origin!r} is none"
            )
    return origins


def _database_url(environ: Mapping[str, str]) -> str:
    """The URL, checked as far as that goes without opening the database."""
    url = _text(environ, "DATABASE_URL", "sqlite:///bookmarks.db")
    scheme, _, rest = url.partition("://")
    # A password may stand in it: what is wrong is said without showing it.
    if scheme == "sqlite" and len(rest) > 1 and rest.startswith("/"):
        file = Path(rest[1:])
        if file.name == ":memory:":
            # Each connection would have a database of its own.
            raise SettingsError("DATABASE_URL must name a file, not :memory:")
        if not file.parent.is_dir():
            raise SettingsError(
                f"DATABASE_URL names a folder that is not there: {str(file.parent)!r}"
            )
        if file.is_dir():
            raise SettingsError(f"DATABASE_URL names a folder, not a file: '{file}'")
        return url
    if scheme == "postgresql" and _names_a_database(url):
        return url
    raise SettingsError(
        "DATABASE_URL must be sqlite:///relative/path, sqlite:////absolute/path"
        " or postgresql://user:password@host:port/name"
    )


def _names_a_database(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # A second "@" belongs to a password, and would be shown as part of the host.
        readable = parts.port != 0 and parts.netloc.count("@") <= 1
        return readable and len(parts.path) > 1
    except ValueError:  # a port that is no number, a bracket without its other
        return False
