"""What Django's own commands say about the project."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from django.core.management import call_command
from django.test import SimpleTestCase, TestCase

from config import environment

PROJECT = Path(__file__).resolve().parent.parent


class ChecksTest(TestCase):
    def test_the_models_have_no_change_without_a_migration(self):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


class DeployTest(SimpleTestCase):
    def test_what_remains_of_check_deploy_is_answered_in_the_readme(self):
        result = subprocess.run(
            [sys.executable, "manage.py", "check", "--deploy"],
            cwd=PROJECT,
            env=os.environ | {"ALLOWED_HOSTS": "api.example"},
            capture_output=True,
            text=True,
            check=True,
        )
        remaining = set(re.findall(r"security\.W\d+", result.stderr))
        readme = (PROJECT / "README.md").read_text()
        assert remaining == set(re.findall(r"security\.W\d+", readme))

    def test_a_driver_that_is_not_there_ends_the_start_in_one_line(self):
        without = "import sys; sys.modules.update(psycopg=None, psycopg2=None);"
        result = subprocess.run(
            [sys.executable, "-c", f"{without} import config.settings"],
            cwd=PROJECT,
            env=os.environ | {"DATABASE_URL": "postgresql://u:secret@h/n"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 1
        assert re.fullmatch("DATABASE_URL must .* psycopg .*\n", result.stderr)

    def test_the_scheme_is_taken_from_trusted_proxies_alone(self):
        for proxies, header in (("0", "None"), ("1", "HTTP_X_FORWARDED_PROTO")):
            name = "SECURE_PROXY_SSL_HEADER"
            result = subprocess.run(
                [sys.executable, "manage.py", "diffsettings", "--all"],
                cwd=PROJECT,
                env=os.environ | {"TRUSTED_PROXIES": proxies},
                capture_output=True,
                text=True,
                check=True,
            )
            (line,) = [s for s in result.stdout.splitlines() if name in s]
            assert header in line


class StartTest(SimpleTestCase):
    """What cannot start says so in one line."""

    def refusal(self, command, **environ):
        result = subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=PROJECT,
            env=os.environ | environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 1
        assert result.stderr.count("\n") == 1
        return result.stderr

    def test_a_file_that_is_no_database_is_not_migrated(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "bookmarks.db"
            file.write_text("This is not a database. " * 100)
            line = self.refusal("migrate", DATABASE_URL=f"sqlite:///{file}")
            assert "DATABASE_URL: cannot migrate: file is not a database" in line

    def test_a_host_that_is_none_is_not_served(self):
        line = self.refusal("waitress", HOST="no such host")
        assert "HOST and PORT: cannot listen on no such host:8000" in line

    def test_a_key_that_may_not_be_read_is_not_used(self):
        # For root every file can be read, but no folder.
        with (
            tempfile.TemporaryDirectory() as folder,
            self.assertRaisesMessage(SystemExit, f"{folder} cannot be used"),
        ):
            environment.secret_key("NO_SECRET_KEY", Path(folder))
