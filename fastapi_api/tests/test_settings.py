"""Wrong settings are named, and passwords are not shown."""

import sys

import pytest
from fastapi.testclient import TestClient

from fastapi_api.main import create_app
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


@pytest.mark.parametrize(
    ("name", "largest"),
    [
        ("WORKERS", 1_000),
        ("THREADS", 10_000),
        ("TOKEN_TTL_SECONDS", 10**10),
        ("SIGN_IN_FAILURES", 10**6),
        ("SIGN_IN_WINDOW_SECONDS", 86_400),
        ("TRUSTED_PROXIES", 100),
    ],
)
def test_a_number_goes_up_to_its_largest(name: str, largest: int) -> None:
    read = read_settings({name: str(largest)})
    assert getattr(read, name.lower()) == largest
    with pytest.raises(SystemExit, match=f"^{name} must be .* to {largest}, not"):
        read_settings({name: str(largest + 1)})


@pytest.mark.parametrize("value", ["8_000", "+8000", "8000.0", "1e3", "٨٠٨٠", "0x50"])
def test_a_number_is_of_ascii_digits_alone(value: str) -> None:
    with pytest.raises(
        SystemExit, match=r"^PORT must be a number from 1 to 65535, not"
    ):
        read_settings({"PORT": value})


@pytest.mark.parametrize(
    "value", ["https://App.example", "https://app.example/", "https://a_b.é", "*"]
)
def test_an_origin_is_written_as_a_browser_writes_it(value: str) -> None:
    with pytest.raises(SystemExit, match=r"^CORS_ORIGINS must be origins"):
        read_settings({"CORS_ORIGINS": value})
    right = "https://my_app.example,http://[::1]:3000"
    assert read_settings({"CORS_ORIGINS": right}).cors_origins == right.split(",")


def test_a_host_may_have_an_underscore_and_capitals(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "My_Service")
    with TestClient(create_app(), "http://localhost") as client:
        for host, status in (("my_service:8000", 200), ("her_service", 400)):
            assert client.get("/health", headers={"Host": host}).status_code == status
