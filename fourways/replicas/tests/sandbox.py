"""A machine as docs/deploy.md has it, in one folder: to run the page's commands there.

`/etc`, `/run` and `/var` are folders of ours; ports, the interpreter and PostgreSQL's
socket are those of this machine. Each file that a command puts there is adapted in the
same way. A stand-in plays `systemctl`, and `sudo -u` changes nobody: whether that user
may write a dump where the page wants it is known from `install -d -o`.
"""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from fourways import postgres
from fourways.discovery import REPOSITORY
from fourways.ports import Port
from fourways.process import ServerProcess
from fourways.replicas import nginx
from fourways.replicas.tests.systemctl import Systemctl, run

_SETTING: Final = re.compile(r"[a-z]+=\S+")
_GIVEN: Final = re.compile(r"install -d -o (\w+) .* (\S+)")
_WRITTEN: Final = re.compile(r"sudo -u (\w+) pg_dump .*-f (\S+)/\S+ .*")

# As Debian has it, as far as our site meets it.
_NGINX: Final = """\
daemon off;
pid {etc}/../run/nginx.pid;
events {{ }}
http {{
    client_body_temp_path {etc}/../var/body;
    proxy_temp_path {etc}/../var/proxy;
    fastcgi_temp_path {etc}/../var/fastcgi;
    uwsgi_temp_path {etc}/../var/uwsgi;
    scgi_temp_path {etc}/../var/scgi;
    include {etc}/nginx/sites-enabled/*;
}}
"""


class Sandbox:
    """Runs command lines, one at a time; `close` ends what they started."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.printed = ""
        self._ports = [Port(), Port(), Port()]
        self.port, first, second = (each.number for each in self._ports)
        socket = parse_qs(urlsplit(database_url).query)["host"][0]
        self._here = {
            "/opt/fourways/.venv/bin/python": sys.executable,
            ".venv/bin/python -c": f"{sys.executable} -c",
            "/opt/fourways": str(REPOSITORY),
            "host=/run/postgresql": f"host={socket}",
            "sudo -u postgres ": "",
            "-o postgres -g postgres ": "",
            "/etc/": f"{folder}/etc/",
            "/run/": f"{folder}/run/",
            "/var/": f"{folder}/var/",
            "listen 80 ": f"listen 127.0.0.1:{self.port} ",
            "http://127.0.0.1/": f"http://127.0.0.1:{self.port}/",
            "8001": str(first),
            "8002": str(second),
        }
        self._adapted: set[Path] = set()
        self._owners: dict[str, str] = {}
        with postgres.connect(database_url) as connection:
            [(programs,)] = connection.execute(
                "SELECT setting FROM pg_config WHERE name = 'BINDIR'"
            )
        self._environment = {
            **os.environ,
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PGHOST": socket,
            "PGUSER": "postgres",
        }
        self._nginx = [nginx.find(), "-c", f"{folder}/etc/nginx/nginx.conf"]
        self._nginx += ["-e", f"{folder}/var/log/nginx/error.log"]
        self._make_folders()
        self.systemctl = Systemctl(folder, self._environment, self._nginx_process())

    def _nginx_process(self) -> ServerProcess:
        return ServerProcess(
            self._nginx,
            directory=self.folder,
            environment={},
            log=self.folder / "var" / "log" / "nginx.log",
            host="127.0.0.1",
            port=self.port,
        )

    def _make_folders(self) -> None:
        # Temporary folders are closed to others, and nginx gives up root's rights.
        self.folder.chmod(0o755)
        for name in (
            *("etc/nginx/sites-available", "etc/nginx/sites-enabled"),
            *("etc/systemd/system", "run", "var/log/nginx", "var/backups", "var/lib"),
        ):
            (self.folder / name).mkdir(parents=True)
        main = self.folder / "etc" / "nginx" / "nginx.conf"
        main.write_text(_NGINX.format(etc=self.folder / "etc"))
        self._adapted.add(main)

    def run(self, line: str) -> None:
        """Run one line of the page; `printed` is then what it printed."""
        self._check_users(line)
        words = self.here(line).split()
        if _SETTING.fullmatch(line):
            name, _, value = line.partition("=")
            self._environment[name] = value
        elif words[0] == "systemctl":
            self.systemctl(*words[1:])
        else:
            check = [*self._nginx, "-t"]
            command = check if line == "nginx -t" else ["bash", "-c", self.here(line)]
            self.printed = run(command, self._environment, REPOSITORY)
            self._adapt_files()

    def _check_users(self, line: str) -> None:
        """All is done by one user here: so who may write where is looked up."""
        if given := _GIVEN.fullmatch(line):
            self._owners[given[2]] = given[1]
        if written := _WRITTEN.fullmatch(line):
            user, folder = written.groups()
            assert self._owners.get(folder) == user, (
                f"{user} may not write into {folder}: {line}"
            )

    def here(self, text: str) -> str:
        """The text with everything replaced that is another here; nothing twice."""
        longest_first = sorted(self._here, key=len, reverse=True)
        pattern = "|".join(map(re.escape, longest_first))
        return re.sub(pattern, lambda match: self._here[match[0]], text)

    def close(self) -> None:
        """End every process, give the ports back."""
        self.systemctl.close()
        for port in self._ports:
            port.release()

    def _adapt_files(self) -> None:
        for file in (self.folder / "etc").rglob("*"):
            if file.is_file() and not file.is_symlink() and file not in self._adapted:
                file.write_text(self.here(file.read_text()))
                self._adapted.add(file)


def commands_of(page: str) -> Iterable[str]:
    """The lines of all `sh` blocks of a page, without those that are not tested."""
    for block in re.findall(r"^```sh\n(.*?)^```$", page, re.S | re.M):
        yield from block.splitlines()
