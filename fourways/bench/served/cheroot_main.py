"""Start cheroot, whose own command line cannot set the number of threads.

Its arguments: the port, the number of threads, the module with the application and,
if it is to be another than cheroot's own, the time-out in seconds.
"""

import importlib
import sys

from cheroot import wsgi  # type: ignore[import-not-found]

if __name__ == "__main__":
    port, threads, module, *options = sys.argv[1:]
    settings: dict[str, float] = {"numthreads": int(threads)}
    if options:
        settings["timeout"] = float(options[0])
    app = importlib.import_module(module).wsgi
    wsgi.Server(("127.0.0.1", int(port)), app, **settings).start()
