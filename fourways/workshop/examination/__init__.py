"""What has to be right on a machine before a workshop: looked at, one by one.

`examine` makes all findings. None of the looks changes anything, or needs the
network; the slowest start a program that says its version.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from fourways import discovery
from fourways.workshop.examination import machine, software
from fourways.workshop.examination.finding import Finding


def examine() -> Iterator[Finding]:
    """Everything, in the order in which one would mend it."""
    yield software.python()
    yield software.own_dependencies()
    for backend in discovery.backends():
        if backend.extra:
            yield software.backend_dependencies(backend.title, backend.extra)
    yield software.sqlite()
    yield software.postgresql()
    yield machine.disk("Disk", Path.cwd())
    yield machine.disk("Temporary files", Path(tempfile.gettempdir()))
    yield machine.loopback()
    yield machine.free_ports()
    yield machine.serve_port()
    yield machine.proxy()
    yield machine.fork()
    yield machine.curl()
    yield machine.browser()
