"""Serve with waitress: one process with threads, also where there is no fork.

waitress's own command leaves SIGTERM to the system, which ends it in mid-answer.
"""

import signal
import sys

import waitress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import get_internal_wsgi_application


class Command(BaseCommand):
    help = "Serve on HOST and PORT with waitress."

    def handle(self, **options):
        # SystemExit is what makes waitress finish what its threads are at.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        address = {"host": settings.HOST, "port": settings.PORT}
        try:
            waitress.serve(
                get_internal_wsgi_application(),
                threads=settings.THREADS,
                clear_untrusted_proxy_headers=False,  # throttle.py knows whom to trust
                **address,
            )
        except (OSError, ValueError) as error:  # ValueError: a HOST that is none
            raise CommandError(
                f"HOST and PORT: cannot listen on {settings.HOST}:{settings.PORT}:"
                f" {error}"
            ) from error
