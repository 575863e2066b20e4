"""A database file that may only be read."""

import os
import tempfile
from pathlib import Path
from unittest import mock

from django.db import OperationalError, connection
from django.test import SimpleTestCase


class ReadOnlyTest(SimpleTestCase):
    databases = frozenset({"default"})

    def test_no_connection_is_kept_that_can_only_read(self):
        with tempfile.TemporaryDirectory() as folder:
            name = Path(folder) / "some.db"
            other = connection.copy()
            other.settings_dict = {**connection.settings_dict, "NAME": name}
            # For root every file can be written, but on a disk mounted read-only.
            with mock.patch.object(os, "access", return_value=False):
                for _ in range(2):
                    with self.assertRaisesMessage(
                        OperationalError, "cannot be written to"
                    ):
                        other.ensure_connection()
            other.ensure_connection()
            other.close()
