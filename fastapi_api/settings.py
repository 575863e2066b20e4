"""What the environment decides, read once by whoever starts something."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError


def only_digits(text: str) -> str:
    """Pydantic would also take 8_000, +8000 and 8000.0 for a number."""
    if not re.fullmatch("[0-9]+", text.strip()):
        raise ValueError
    return text


Number = Annotated[int, BeforeValidator(only_digits)]
HostName = Annotated[
    str,
    StringConstraints(
        pattern=r"^(\*|[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])$", to_lower=True
    ),
]
# RFC 6454 6.2: scheme, host and port, as a browser writes them: in small letters.
Origin = Annotated[
    str, Field(pattern=r"^https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]*)?$")
]
DATABASES = (
    "sqlite:///path of a file in a folder that exists, or"
    " postgresql://user:password@host:port/name (with psycopg installed)"
)


class Settings(BaseModel):
    """Each field's description completes the sentence "NAME must be ..."."""

    model_config = ConfigDict(alias_generator=str.upper, str_strip_whitespace=True)

    host: str = Field("127.0.0.1", min_length=1, description="an address")
    port: Number = Field(8000, ge=1, le=65535, description="a number from 1 to 65535")
    workers: Number = Field(2, ge=1, le=1000, description="a number from 1 to 1000")
    threads: Number = Field(8, ge=1, le=10_000, description="a number from 1 to 10000")
    database_url: Any = Field(
        "sqlite:///bookmarks.db", validate_default=True, description=DATABASES
    )
    allowed_hosts: list[HostName] = Field(
        ["localhost", "127.0.0.1", "[::1]"],
        min_length=1,
        description="Host names without ports, separated by commas, or *",
    )
    cors_origins: list[Origin] = Field(
        [], description="origins such as https://app.example, separated by commas"
    )
    token_ttl_seconds: Number = Field(
        86_400, ge=1, le=10**10, description="a number from 1 to 10000000000"
    )
    sign_in_failures: Number = Field(
        10, ge=1, le=10**6, description="a number from 1 to 1000000"
    )
    sign_in_window_seconds: Number = Field(
        60, ge=1, le=86_400, description="a number from 1 to 86400"
    )
    trusted_proxies: Number = Field(
        0, ge=0, le=100, description="a number from 0 to 100"
    )

    @field_validator("allowed_hosts", "cors_origins", mode="before")
    @classmethod
    def separated(cls, text: str) -> list[str]:
        return [part.strip() for part in text.split(",") if part.strip()]

    @field_validator("database_url")
    @classmethod
    def reachable(cls, text: str) -> URL:
        try:
            url = make_url(text)
            url.get_dialect().import_dbapi()
        except (ArgumentError, ImportError) as error:
            raise ValueError from error
        # SQLite would make the file, but not the folder that it lies in.
        file = Path(url.database or "").absolute()
        if url.drivername == "sqlite" and (file.is_dir() or not file.parent.is_dir()):
            raise ValueError
        # Each connection would have a database of its own.
        if not url.database or url.database == ":memory:":
            raise ValueError
        if url.drivername not in ("sqlite", "postgresql"):
            raise ValueError
        # Part of a password, which the driver would show in its errors.
        if "@" in (url.host or ""):
            raise ValueError
        return url


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings, or SystemExit with one line for each that is wrong."""
    try:
        return Settings.model_validate(dict(environment))
    except ValidationError as error:
        wrong = sorted({str(item["loc"][0]) for item in error.errors()})
        lines = [sentence(name, environment[name]) for name in wrong]
        raise SystemExit("\n".join(lines)) from None


def sentence(name: str, given: str) -> str:
    """What one setting must be, and what it is instead; never a password."""
    rule = Settings.model_fields[name.lower()].description
    instead = "" if name == "DATABASE_URL" else f", not {given!r}"
    return f"{name} must be {rule}{instead}"
