"""Wrong settings are named, and passwords are not shown."""

import sys

import pytest

from fastapi_api.settings import read_settings


def test_without_any_setting_the_defaults_hold() -> None:
    settings = read_settings({})
    assert settings.port == 8000
    assert settings.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert str(settings.database_url) == "sqlite:///bookmarks.db"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("WORKERS", "-1"),
        ("THREADS", ""),
        ("TOKEN_TTL_SECONDS", "0"),
        ("TOKEN_TTL_SECONDS", "9" * 5000),
        ("ALLOWED_HOSTS", " , "),
        ("ALLOWED_HOSTS", "localhost:8000"),
        ("CORS_ORIGINS", "https://app.example/"),
        ("CORS_ORIGINS", "*"),
        ("HOST", ""),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(name: str, value: str) -> None:
    with pytest.raises(SystemExit) as stop:
        read_settings({name: value})
    message = str(stop.value)
    assert message.startswith(f"{name} must be ")
    assert message.endswith(f", not {value!r}")
    assert "\n" not in message


@pytest.mark.parametrize(
    "value",
    [
        "",
        "bookmarks.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:////no/such/folder/bookmarks.db",
        "mysql://user:secret@host/name",
        "nonsense://user:secret@host/name",
        "postgresql://user:secret@host:port/name",
    ],
)
def test_a_wrong_database_url_is_not_repeated(value: str) -> None:
    with pytest.raises(SystemExit, match=r"^DATABASE_URL must be sqlite:") as stop:
        read_settings({"DATABASE_URL": value})
    assert "secret" not in str(stop.value)


def test_a_driver_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # importing it fails
    with pytest.raises(SystemExit, match=r"DATABASE_URL must .* psycopg"):
        read_settings({"DATABASE_URL": "postgresql://u:secret@h/n"})
