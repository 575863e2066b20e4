"""What the environment decides, read once by whoever starts something."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

WHOLE_NUMBER = BeforeValidator(lambda text: int(text) if text.isdecimal() else None)


def a_database(text: str) -> URL:
    """Raises ValueError for what SQLAlchemy cannot reach; never shows the text."""
    try:
        url = make_url(text)
        url.get_dialect().import_dbapi()
    except (ArgumentError, ImportError) as error:
        raise ValueError from error
    if url.drivername == "sqlite":
        # SQLite would make the file, but not the folder that it lies in.
        known = bool(url.database) and Path(url.database).absolute().parent.is_dir()
    else:
        known = url.drivername == "postgresql"
    if not known:
        raise ValueError
    return url


def listed(text: Any) -> Any:
    """A comma-separated list; what is not text is a default."""
    if not isinstance(text, str):
        return text
    return [part.strip() for part in text.split(",") if part.strip()]


class Settings(BaseModel):
    """Each field's description completes the sentence "NAME must be ..."."""

    host: Annotated[str, Field(min_length=1, description="an address")] = "127.0.0.1"
    port: Annotated[
        int,
        WHOLE_NUMBER,
        Field(ge=1, le=65535, description="a number from 1 to 65535"),
    ] = 8000
    workers: Annotated[
        int, WHOLE_NUMBER, Field(ge=1, le=256, description="a number from 1 to 256")
    ] = 2
    threads: Annotated[
        int, WHOLE_NUMBER, Field(ge=1, le=1000, description="a number from 1 to 1000")
    ] = 8
    database_url: Annotated[
        Any,
        AfterValidator(a_database),
        Field(
            validate_default=True,
            description="sqlite:///path in a folder that exists, or"
            " postgresql://user:password@host:port/name (with psycopg installed)",
        ),
    ] = "sqlite:///bookmarks.db"
    allowed_hosts: Annotated[
        list[Annotated[str, Field(pattern=r"^(\*|[\w.-]+|\[[0-9A-Fa-f:.]+\])$")]],
        BeforeValidator(listed),
        Field(min_length=1, description="Host names without ports, or *"),
    ] = ["localhost", "127.0.0.1", "[::1]"]
    cors_origins: Annotated[
        list[Annotated[str, Field(pattern=r"^https?://[^/\s*]+$")]],
        BeforeValidator(listed),
        Field(description="origins such as https://app.example"),
    ] = []
    token_ttl_seconds: Annotated[
        int,
        WHOLE_NUMBER,
        Field(ge=1, le=10**9, description="a number from 1 to 1000000000"),
    ] = 86_400


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings, or SystemExit with one line for each that is wrong."""
    names = {name: name.upper() for name in Settings.model_fields}
    given = {
        name: environment[variable]
        for name, variable in names.items()
        if variable in environment
    }
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        wrong = {str(item["loc"][0]) for item in error.errors()}
        lines = [sentence(name, given) for name in sorted(wrong)]
        raise SystemExit("\n".join(lines)) from None


def sentence(name: str, given: Mapping[str, str]) -> str:
    """What one setting must be, and what it is instead, without passwords."""
    rule = Settings.model_fields[name].description
    value = "" if name == "database_url" else f", not {given[name]!r}"
    return f"{name.upper()} must be {rule}{value}"
