"""nginx as a process of ours: in the foreground, in a folder of its own.

The service of the operating system, if there is one, is not touched.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from fourways.process import ServerProcess, StartError
from fourways.replicas.deployed import PROBLEMS, SITE, adapted
from fourways.terminal import Mistake

INSTALL: Final = "apt-get install nginx-light"
SYSTEM_FOLDERS: Final = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"
"""Where it may be, and where users' PATH often does not look."""

PORTS: Final = (8001, 8002)
"""The replicas' ports in docs/deploy."""
STOPPING: Final = "/run/fourways"
"""Where a replica says that it is about to stop, in docs/deploy."""

# The rest of a configuration, which on Debian is /etc/nginx/nginx.conf.
_MAIN: Final = """\
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/fourways.conf;
}}
"""


def find() -> str:
    """The path of nginx. Raises Mistake if it is not installed."""
    path = f"{os.environ.get('PATH', os.defpath)}:{SYSTEM_FOLDERS}"
    found = shutil.which("nginx", path=path)
    if found is None:
        raise Mistake(f"nginx is not installed. Install it with: {INSTALL}")
    return found


def version() -> str:
    """Its version, such as 1.22.1."""
    result = subprocess.run([find(), "-v"], capture_output=True, text=True, check=True)
    return result.stderr.strip().rpartition("/")[2]


class Nginx:
    """nginx in front of replicas on 127.0.0.1; `folder` must be there, and empty."""

    def __init__(self, folder: Path, port: int, replicas: Sequence[int]) -> None:
        self.folder = folder
        self.access_log = folder / "fourways.log"
        self.error_log = folder / "error.log"
        # As root it gives up its rights, and has to read its files all the same.
        folder.chmod(0o755)
        shutil.copytree(PROBLEMS, folder / "fourways")
        (folder / "fourways.conf").write_text(site(folder, port, replicas), "utf-8")
        (folder / "nginx.conf").write_text(_MAIN.format(folder=folder), "utf-8")
        self.process = ServerProcess(
            self._command(),
            directory=folder,
            environment={},
            log=folder / "nginx.log",
            host="127.0.0.1",
            port=port,
        )

    def check(self) -> str:
        """What `nginx -t` says of the configuration. Raises StartError if it is bad."""
        result = subprocess.run(
            [*self._command(), "-t"], capture_output=True, text=True
        )
        if result.returncode:
            raise StartError(f"nginx -t: {result.stderr}")
        return result.stderr

    def errors(self) -> list[str]:
        """The lines of its error log."""
        return self.error_log.read_text("utf-8", "replace").splitlines()

    def _command(self) -> list[str]:
        configuration = str(self.folder / "nginx.conf")
        return [find(), "-e", str(self.error_log), "-c", configuration]


def site(folder: Path, port: int, replicas: Sequence[int]) -> str:
    """The site of docs/deploy with these ports, its files in `folder`."""
    ours = {
        f"127.0.0.1:{written}": f"127.0.0.1:{here}"
        for written, here in zip(PORTS, replicas, strict=True)
    }
    return adapted(
        SITE,
        {
            "listen 80 ": f"listen 127.0.0.1:{port} ",
            "/var/log/nginx/": f"{folder}/",
            "root /etc/nginx;": f"root {folder};",
            f"{STOPPING}/": f"{folder}/",
            **ours,
        },
    )
