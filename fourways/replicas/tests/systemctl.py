"""A stand-in for systemd: it starts, restarts and stops what units say.

As far as docs/deploy.md needs it. It knows EnvironmentFile, Environment,
WorkingDirectory, StateDirectory, RuntimeDirectory, ExecStart, ExecStartPost, ExecStop
and `%i`; users, modes, hardening, time limits and restarts it does not.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fourways.process import ServerProcess
from fourways.replicas import deployed

SECONDS: Final = 60.0


class Systemctl:
    """Plays `systemctl` for units under `folder`/etc; `close` ends what runs.

    `nginx` is the process to start when nginx is reloaded for the first time.
    """

    def __init__(
        self, folder: Path, environment: Mapping[str, str], nginx: ServerProcess
    ) -> None:
        self.running: dict[str, ServerProcess] = {}
        self._folder = folder
        self._environment = dict(environment)
        self._nginx = nginx

    def __call__(self, what: str, *names: str) -> None:
        """`systemctl WHAT NAME...`; raises AssertionError if it fails."""
        units = [name for name in names if name != "--now"]
        for name in units:
            match what, name:
                case "start", "fourways-migrate":
                    self._run_once(name)
                case "enable", _ if "--now" in names:
                    self._start(name)
                case "restart", _:
                    self._stop(name)
                    self._start(name)
                case "reload", "nginx":
                    self._nginx.start()
                    self.running[name] = self._nginx
                    self._nginx.wait()
                case _:
                    raise AssertionError(f"nobody plays systemctl {what} {name}")
        assert units or what == "daemon-reload"

    def close(self) -> None:
        """End every process."""
        for process in self.running.values():
            process.kill()

    def _run_once(self, name: str) -> None:
        self._make_folders(name)
        for command in self._commands(name, "ExecStart"):
            environment = {**self._environment, **self._settings(name)}
            run(command, environment, Path(self._value(name, "WorkingDirectory")))

    def _make_folders(self, name: str) -> None:
        for key, parent in (("StateDirectory", "var/lib"), ("RuntimeDirectory", "run")):
            for folder in self._values(name, key):
                (self._folder / parent / folder).mkdir(exist_ok=True)

    def _start(self, name: str) -> None:
        self._make_folders(name)
        [command] = self._commands(name, "ExecStart")
        variable, _, value = self._value(name, "Environment").partition("=")
        process = ServerProcess(
            command,
            directory=Path(self._value(name, "WorkingDirectory")),
            environment={**self._settings(name), variable: value},
            log=self._folder / "var" / "log" / f"{name}.log",
            host="127.0.0.1",
            port=int(name.partition("@")[2]),
        )
        self.running[name] = process
        process.start()
        for after in self._commands(name, "ExecStartPost"):
            run(after, self._environment, self._folder)

    def _stop(self, name: str) -> None:
        for command in self._commands(name, "ExecStop"):
            run(command, self._environment, self._folder)
        stopping = f"{name.partition('@')[2]}.stopping"
        assert (self._folder / "run" / "fourways" / stopping).exists()
        assert self.running.pop(name).terminate() == 0

    def _settings(self, name: str) -> dict[str, str]:
        return deployed.settings(Path(self._value(name, "EnvironmentFile")))

    def _files(self, name: str) -> tuple[Path, Path]:
        unit, at, _ = name.partition("@")
        folder = self._folder / "etc" / "systemd" / "system"
        file = f"{unit}{at}.service"
        return folder / file, folder / f"{file}.d" / "backend.conf"

    def _commands(self, name: str, key: str) -> list[list[str]]:
        unit, drop_in = self._files(name)
        replaced = {"%i": name.partition("@")[2]}
        return deployed.commands(unit, key, replaced, drop_in)

    def _value(self, name: str, key: str) -> str:
        return self._values(name, key)[-1].replace("%i", name.partition("@")[2])

    def _values(self, name: str, key: str) -> list[str]:
        return [
            line.partition("=")[2]
            for file in self._files(name)
            for line in file.read_text().splitlines()
            if line.startswith(f"{key}=")
        ]


def run(command: list[str], environment: Mapping[str, str], folder: Path) -> str:
    """What a command prints; AssertionError if it fails or takes too long."""
    result = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
    )
    assert result.returncode == 0, f"{command}:\n{result.stdout}"
    return result.stdout
