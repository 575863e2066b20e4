"""Start cheroot, whose own command line cannot set the number of threads.

Its arguments: the port, the number of threads, the module with the application, and
settings of cheroot's server that are numbers, such as timeout=2.
"""

import importlib
import sys

from cheroot import wsgi  # type: ignore[import-not-found]

if __name__ == "__main__":
    port, threads, module, *options = sys.argv[1:]
    settings: dict[str, float] = {"numthreads": int(threads)}
    for name, _, value in (option.partition("=") for option in options):
        settings[name] = float(value)
    app = importlib.import_module(module).wsgi
    wsgi.Server(("127.0.0.1", int(port)), app, **settings).start()
