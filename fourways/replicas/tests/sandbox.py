"""A machine as docs/deploy.md has it, in one folder: to run the page's commands there.

`/etc`, `/run` and `/var` are folders of ours; ports, the interpreter and PostgreSQL's
socket are those of this machine. Each file that a command puts there is adapted in the
same way. A small stand-in plays `systemctl`: it runs what the units say.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from fourways import postgres
from fourways.discovery import REPOSITORY
from fourways.ports import Port
from fourways.process import ServerProcess
from fourways.replicas import deployed, nginx

SECONDS: Final = 60.0
_SETTING: Final = re.compile(r"[a-z]+=\S+")

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
        self.running: dict[str, ServerProcess] = {}
        self._ports = [Port(), Port(), Port()]
        self.port, first, second = (each.number for each in self._ports)
        socket = parse_qs(urlsplit(database_url).query)["host"][0]
        self._here = {
            "/opt/fourways/.venv/bin/python": sys.executable,
            ".venv/bin/python -c": f"{sys.executable} -c",
            "/opt/fourways": str(REPOSITORY),
            "host=/run/postgresql": f"host={socket}",
            "sudo -u postgres ": "",
            "/etc/": f"{folder}/etc/",
            "/run/": f"{folder}/run/",
            "/var/": f"{folder}/var/",
            "listen 80 ": f"listen 127.0.0.1:{self.port} ",
            "http://127.0.0.1/": f"http://127.0.0.1:{self.port}/",
            "8001": str(first),
            "8002": str(second),
        }
        self._adapted: set[Path] = set()
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

    def _make_folders(self) -> None:
        # Temporary folders are closed to others, and nginx gives up root's rights.
        self.folder.chmod(0o755)
        for name in (
            *("etc/nginx/sites-available", "etc/nginx/sites-enabled"),
            *("etc/systemd/system", "run/fourways"),
            *("var/log/nginx", "var/backups", "var/lib/fourways"),
        ):
            (self.folder / name).mkdir(parents=True)
        main = self.folder / "etc" / "nginx" / "nginx.conf"
        main.write_text(_NGINX.format(etc=self.folder / "etc"))
        self._adapted.add(main)

    def run(self, line: str) -> None:
        """Run one line of the page; `printed` is then what it printed."""
        words = self.here(line).split()
        if _SETTING.fullmatch(line):
            name, _, value = line.partition("=")
            self._environment[name] = value
        elif words[0] == "systemctl":
            self._systemctl(*words[1:])
        elif line == "nginx -t":
            self._run([*self._nginx, "-t"])
        else:
            self._run(["bash", "-c", self.here(line)])
            self._adapt_files()

    def here(self, text: str) -> str:
        """The text with everything replaced that is another here; nothing twice."""
        longest_first = sorted(self._here, key=len, reverse=True)
        pattern = "|".join(map(re.escape, longest_first))
        return re.sub(pattern, lambda match: self._here[match[0]], text)

    def close(self) -> None:
        """End every process, give the ports back."""
        for process in self.running.values():
            process.kill()
        for port in self._ports:
            port.release()

    def _adapt_files(self) -> None:
        for file in (self.folder / "etc").rglob("*"):
            if file.is_file() and not file.is_symlink() and file not in self._adapted:
                file.write_text(self.here(file.read_text()))
                self._adapted.add(file)

    def _run(self, command: list[str]) -> None:
        result = subprocess.run(
            command,
            cwd=REPOSITORY,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
        )
        self.printed = result.stdout
        assert result.returncode == 0, f"{command}:\n{result.stdout}"

    # ------------------------------------------------------------ the stand-in

    def _systemctl(self, what: str, *names: str) -> None:
        names = tuple(name for name in names if name != "--now")
        for name in names:
            match what, name:
                case "start", "fourways-migrate":
                    self._migrate(name)
                case "enable", _:
                    self._start(name)
                case "restart", _:
                    self._stop(name)
                    self._start(name)
                case "reload", "nginx":
                    self._start_nginx()
                case _:
                    raise AssertionError(f"nobody plays systemctl {what} {name}")
        assert names or what == "daemon-reload"

    def _migrate(self, name: str) -> None:
        [command] = self._commands(name, "ExecStart")
        done = subprocess.run(
            command,
            cwd=self._value(name, "WorkingDirectory"),
            env={**self._environment, **self._settings()},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert done.returncode == 0, done.stderr

    def _start(self, name: str) -> None:
        [command] = self._commands(name, "ExecStart")
        port = name.partition("@")[2]
        variable, _, value = self._value(name, "Environment").partition("=")
        process = ServerProcess(
            command,
            directory=Path(self._value(name, "WorkingDirectory")),
            environment={**self._settings(), variable: value},
            log=self.folder / "var" / "log" / f"{name}.log",
            host="127.0.0.1",
            port=int(port),
        )
        self.running[name] = process
        process.start()
        for command in self._commands(name, "ExecStartPost"):
            self._run(command)

    def _stop(self, name: str) -> None:
        for command in self._commands(name, "ExecStop"):
            self._run(command)
        assert (self.folder / "run/fourways" / f"{name[-5:]}.stopping").exists()
        assert self.running.pop(name).terminate() == 0

    def _start_nginx(self) -> None:
        process = ServerProcess(
            self._nginx,
            directory=self.folder,
            environment={},
            log=self.folder / "var" / "log" / "nginx.log",
            host="127.0.0.1",
            port=self.port,
        )
        self.running["nginx"] = process
        process.start()
        process.wait()

    def _settings(self) -> dict[str, str]:
        return deployed.settings(self.folder / "etc/fourways/api.env")

    def _files(self, name: str) -> tuple[Path, Path]:
        unit, at, _ = name.partition("@")
        folder = self.folder / "etc/systemd/system"
        file = f"{unit}{at}.service"
        return folder / file, folder / f"{file}.d" / "backend.conf"

    def _commands(self, name: str, key: str) -> list[list[str]]:
        replaced = {"%i": name.partition("@")[2]}
        unit, drop_in = self._files(name)
        return deployed.commands(unit, key, replaced, drop_in)

    def _value(self, name: str, key: str) -> str:
        found = [
            line.partition("=")[2]
            for file in self._files(name)
            for line in file.read_text().splitlines()
            if line.startswith(f"{key}=")
        ]
        return found[-1].replace("%i", name.partition("@")[2])


def commands_of(page: str) -> Iterable[str]:
    """The lines of all `sh` blocks of a page, without those that are not tested."""
    for block in re.findall(r"^```sh\n(.*?)^```$", page, re.S | re.M):
        yield from block.splitlines()
