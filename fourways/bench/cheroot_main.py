"""Start cheroot, whose own command line has no way to set the number of threads."""

import sys

from cheroot import wsgi  # type: ignore[import-not-found]

from fourways.bench import hello

if __name__ == "__main__":
    port, threads = int(sys.argv[1]), int(sys.argv[2])
    wsgi.Server(("127.0.0.1", port), hello.wsgi, numthreads=threads).start()
