"""The settings: environment variables, read once, checked with Pydantic."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


def split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def digits(text: str) -> str:
    """Pydantic by itself would also take 8_000, +8000 and 8000.0 for a number."""
    if not re.fullmatch("[0-9]+", text.strip()):
        raise ValueError("not digits alone")
    return text


def can_be_a_file(path: Path) -> bool:
    return path.absolute().parent.is_dir() and not path.is_dir()


# Each connection would have a database of its own.
MEMORY = (None, "", ":memory:")


def check_database_url(text: str) -> str:
    try:
        url = make_url(text)
        url.get_dialect().import_dbapi()
    except (ArgumentError, ImportError) as error:
        raise ValueError("not a URL, or no driver") from error
    if url.drivername not in ("sqlite", "postgresql") or url.database in MEMORY:
        raise ValueError("not a database")
    # SQLite would make the file, but not the folder that it lies in.
    if url.drivername == "sqlite" and not can_be_a_file(Path(url.database)):
        raise ValueError("not a file in a folder")
    if "@" in (url.host or ""):
        raise ValueError("a part of the password, which errors would show")
    return text


Number = Annotated[int, BeforeValidator(digits)]
Host = Annotated[
    str,
    StringConstraints(
        pattern=r"^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]|\*)$", to_lower=True
    ),
]
# RFC 6454 6.2: scheme, host and port, as a browser writes them: in small letters.
Origin = Annotated[
    str, Field(pattern=r"^https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]*)?$")
]


class Settings(BaseModel):
    """Every setting; the description is what a wrong one should have been."""

    model_config = ConfigDict(alias_generator=str.upper, str_strip_whitespace=True)

    host: str = Field("127.0.0.1", min_length=1, description="an address to listen on")
    port: Number = Field(8000, ge=1, le=65_535, description="a number from 1 to 65535")
    workers: Number = Field(2, ge=1, le=1_000, description="a number from 1 to 1000")
    threads: Number = Field(8, ge=1, le=10_000, description="a number from 1 to 10000")
    database_url: Annotated[str, AfterValidator(check_database_url)] = Field(
        "sqlite:///bookmarks.db",
        description="sqlite:///relative/path or sqlite:////absolute/path of a file in "
        "a folder that exists, or postgresql://user:password@host:port/name (with "
        "psycopg installed)",
    )
    allowed_hosts: Annotated[list[Host], BeforeValidator(split)] = Field(
        "localhost,127.0.0.1,[::1]",
        min_length=1,
        validate_default=True,
        description="host names without ports, comma-separated, or *",
    )
    cors_origins: Annotated[list[Origin], BeforeValidator(split)] = Field(
        [], description="origins like https://app.example, comma-separated"
    )
    token_ttl_seconds: Number = Field(
        86_400, ge=1, le=10**10, description="a number of seconds from 1 to 10000000000"
    )
    sign_in_failures: Number = Field(
        10, ge=1, le=10**6, description="a number from 1 to 1000000"
    )
    sign_in_window_seconds: Number = Field(
        60, ge=1, le=86_400, description="a number of seconds from 1 to 86400"
    )
    trusted_proxies: Number = Field(
        0, ge=0, le=100, description="a number from 0 to 100"
    )


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the environment; a wrong one ends the program in one line."""
    try:
        return Settings.model_validate(dict(environ))
    except ValidationError as error:
        name = error.errors()[0]["loc"][0]
        right = Settings.model_fields[name.lower()].description
        # A database's URL is not shown: its password stands in it.
        wrong = f", not {environ[name]!r}" if name != "DATABASE_URL" else ""
        # SystemExit: one line on stderr and status 1, whichever server asked.
        sys.exit(f"{name} must be {right}{wrong}")
