"""What Django's own commands say about the project."""

import os
import re
import subprocess
import sys
from pathlib import Path

from django.core.management import call_command
from django.test import SimpleTestCase, TestCase

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
