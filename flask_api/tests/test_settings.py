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
