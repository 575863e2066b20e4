"""A wrong setting: one line that says what would be right, and no password."""

import sys

import pytest

from flask_api import settings


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("PORT", "abc", "PORT must be a number from 1 to 65535, not 'abc'"),
        ("PORT", "70000", "PORT must be a number from 1 to 65535, not '70000'"),
        ("TOKEN_TTL_SECONDS", "0", "TOKEN_TTL_SECONDS must be a number of seconds"),
        ("ALLOWED_HOSTS", ",", "ALLOWED_HOSTS must be host names without ports"),
        ("CORS_ORIGINS", "https://a.b/", "CORS_ORIGINS must be origins like"),
        ("DATABASE_URL", "postgresql:/u:secret@h/n", "DATABASE_URL must be sqlite:///"),
        ("DATABASE_URL", "mysql://u:secret@h/n", "DATABASE_URL must be sqlite:///"),
        ("DATABASE_URL", "postgresql://u:secret@h:x/n", "DATABASE_URL must be sqlite"),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL must be sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL must be sqlite:///"),
    ],
)
def test_a_wrong_setting_is_said_in_one_line(name: str, value: str, line: str) -> None:
    with pytest.raises(SystemExit) as ended:
        settings.load({name: value})
    assert str(ended.value).startswith(line)
    assert "\n" not in str(ended.value)
    assert "secret" not in str(ended.value)


def test_lists_are_read_with_spaces_and_in_any_case() -> None:
    read = settings.load({"ALLOWED_HOSTS": "API.example , [::1]", "CORS_ORIGINS": ""})
    assert read.allowed_hosts == ["api.example", "[::1]"]
    assert read.cors_origins == []


def test_a_driver_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # importing it fails
    with pytest.raises(SystemExit, match=r"DATABASE_URL must .* psycopg"):
        settings.load({"DATABASE_URL": "postgresql://u:secret@h/n"})


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
    read = settings.load({name: str(largest)})
    assert getattr(read, name.lower()) == largest
    with pytest.raises(SystemExit, match=f"^{name} must be .* to {largest}, not"):
        settings.load({name: str(largest + 1)})


@pytest.mark.parametrize("value", ["8_000", "+8000", "8000.0", "1e3", "٨٠٨٠", "0x50"])
def test_a_number_is_of_ascii_digits_alone(value: str) -> None:
    with pytest.raises(
        SystemExit, match=r"^PORT must be a number from 1 to 65535, not"
    ):
        settings.load({"PORT": value})


@pytest.mark.parametrize(
    "value", ["https://App.example", "https://app.example/", "https://a_b.é", "*"]
)
def test_an_origin_is_written_as_a_browser_writes_it(value: str) -> None:
    with pytest.raises(SystemExit, match=r"^CORS_ORIGINS must be origins"):
        settings.load({"CORS_ORIGINS": value})
    right = "https://my_app.example,http://[::1]:3000"
    assert settings.load({"CORS_ORIGINS": right}).cors_origins == right.split(",")
