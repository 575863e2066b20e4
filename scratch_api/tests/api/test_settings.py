"""Settings: what is wrong is one line that names the setting."""

import subprocess
import sys
from pathlib import Path

import pytest

from scratch_api import settings
from scratch_api.database import Database
from scratch_api.settings import SettingsError


def test_the_defaults() -> None:
    chosen = settings.read({})
    assert (chosen.host, chosen.port) == ("127.0.0.1", 8000)
    assert (chosen.workers, chosen.threads) == (2, 8)
    assert chosen.database_url == "sqlite:///bookmarks.db"
    assert chosen.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert chosen.cors_origins == ()
    assert chosen.token_ttl_seconds == 86_400
    assert (chosen.sign_in_failures, chosen.sign_in_window_seconds) == (10, 60)
    assert chosen.trusted_proxies == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65535"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "API.example , [::1]"),
        ("CORS_ORIGINS", ""),
        ("CORS_ORIGINS", "https://app.example, http://localhost:3000"),
        ("DATABASE_URL", "sqlite:////tmp/x.db"),
        ("DATABASE_URL", "postgresql://u:p@h:5432/name"),
        ("DATABASE_URL", "postgresql://postgres:@/name?host=/socket/dir"),
        ("DATABASE_URL", "postgresql:///name"),
    ],
)
def test_right_values(name: str, value: str) -> None:
    settings.read({name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", ""),
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "8_000"),
        ("PORT", "\N{ARABIC-INDIC DIGIT ONE}"),
        ("PORT", "9" * 5_000),
        ("WORKERS", "0"),
        ("THREADS", "many"),
        ("TOKEN_TTL_SECONDS", "0"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("SIGN_IN_FAILURES", "0"),
        ("SIGN_IN_WINDOW_SECONDS", "86401"),
        ("TRUSTED_PROXIES", "-1"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "localhost:8000"),
        ("ALLOWED_HOSTS", "https://localhost"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "app.example"),
        ("CORS_ORIGINS", "https://app.example/"),
        ("CORS_ORIGINS", "https://App.example"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "bookmarks.db"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite://bookmarks.db"),
        ("DATABASE_URL", "sqlite:////no/such/folder/bookmarks.db"),
        ("DATABASE_URL", "sqlite:////tmp"),
        ("DATABASE_URL", "mysql://root:geheim@h/name"),
        ("DATABASE_URL", "postgresql://u:geheim@h/"),
        ("DATABASE_URL", "postgresql://u:geheim@h:port/name"),
        ("DATABASE_URL", "postgresql://u:geheim@[::1/name"),
    ],
)
def test_wrong_values(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} ") as caught:
        settings.read({name: value})
    assert "\n" not in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["postgresql://u:geheim%zz@h/name", "postgresql://u:geheim@h/name?x=y"]
)
def test_what_only_the_driver_can_tell(url: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(SettingsError, match=r"^DATABASE_URL ") as caught:
        Database(url)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_wrong_setting_is_one_line_and_no_start(command: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scratch_api", command],
        env={"PORT": "abc", "DATABASE_URL": f"sqlite:///{tmp_path}/b.db"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr == "PORT must be a number from 1 to 65535, not 'abc'\n"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "b.db"
    file.write_text("This is not a database. " * 100)
    done = subprocess.run(
        [sys.executable, "-m", "scratch_api", "migrate"],
        env={"DATABASE_URL": f"sqlite:///{file}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("DATABASE_URL cannot be migrated: file is not a ")
    assert file.read_text().startswith("This is not")
