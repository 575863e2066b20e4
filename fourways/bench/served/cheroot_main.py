"""Start cheroot, whose own command line has no way to set the number of threads."""

import importlib
import sys

from cheroot import wsgi  # type: ignore[import-not-found]

if __name__ == "__main__":
    port, threads = int(sys.argv[1]), int(sys.argv[2])
    app = importlib.import_module("hello").wsgi
    wsgi.Server(("127.0.0.1", port), app, numthreads=threads).start()
