"""Django's migrate, safe to run twice at once.

Django takes no lock: two that start together both find a step missing, both run it,
and the second fails. Here the second waits, and then finds nothing to do.
"""

from contextlib import contextmanager

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import DatabaseError, connections, transaction

LOCK = 0x626F6F6B6D61726B  # any number that no other program uses for its lock


class Command(migrate.Command):
    def handle(self, *args, **options):
        try:
            with migration_lock(connections[options["database"]]):
                super().handle(*args, **options)
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"DATABASE_URL: cannot migrate: {reason}") from error


@contextmanager
def migration_lock(connection):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    else:
        # All steps are one transaction, which BEGIN IMMEDIATE lets one process have.
        # SQLite changes tables only while foreign keys are off, and switches them off
        # only outside a transaction; each migration checks them at its end.
        connection.disable_constraint_checking()
        with transaction.atomic(using=connection.alias):
            yield
