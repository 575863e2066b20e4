"""Django set up once, on a database of its own that its own tools make and remove."""

import os
import tempfile
from collections.abc import Iterator
from unittest import mock

import django
import pytest

# bookmarks.db is never opened: the tests' database is one in memory.
with (
    tempfile.TemporaryDirectory() as folder,
    mock.patch.dict(
        os.environ,
        DJANGO_SETTINGS_MODULE="config.settings",
        DATABASE_URL=f"sqlite:///{folder}/bookmarks.db",
        ALLOWED_HOSTS="localhost",
        SECRET_KEY="of the tests alone",
    ),
):
    django.setup()


@pytest.fixture(scope="session", autouse=True)
def _database() -> Iterator[None]:
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    yield
    teardown_databases(databases, verbosity=0)
    teardown_test_environment()
