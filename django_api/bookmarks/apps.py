import os

from django.apps import AppConfig
from django.db import OperationalError
from django.db.backends.signals import connection_created


class BookmarksConfig(AppConfig):
    name = "bookmarks"

    def ready(self):
        connection_created.connect(refuse_read_only)


def refuse_read_only(connection, **kwargs):
    """Close a connection to a SQLite file that can only be read.

    SQLite opens it all the same. While it stays open, this process cannot write, even
    if the file can be written again.
    """
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return
    if not os.access(connection.settings_dict["NAME"], os.W_OK):
        connection.close()
        raise OperationalError("the file cannot be written to")
