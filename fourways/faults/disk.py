"""A small file system of our own, to fill and to make read-only (Linux, as root)."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, Self

from fourways import watchdog
from fourways.process import poll

from .outcome import NotRun

MEGABYTE: Final = 1_048_576
MEGABYTES: Final = 48
END_SECONDS: Final = 10.0


class SmallDisk:
    """A tmpfs of some megabytes; `with` mounts it. Raises NotRun where it cannot."""

    def __init__(self, owner: int | None = None) -> None:
        """`owner` is the user id whose it shall be, ours if not given."""
        if sys.platform != "linux" or os.geteuid() != 0:
            raise NotRun("only root on Linux may mount a small file system")
        self._owner = os.geteuid() if owner is None else owner

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="fourways-disk-"))
        watchdog.watch_folder(str(self._folder))
        # Whoever the database runs as has to get there.
        self._folder.chmod(0o755)
        self.path = self._folder / "disk"
        self.path.mkdir()
        options = f"size={MEGABYTES}m,uid={self._owner},mode=0700"
        try:
            _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.path))
        except NotRun:
            shutil.rmtree(self._folder)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        # Lazy: a process that is just ending may still have a file open.
        _run("umount", "--lazy", str(self.path))
        shutil.rmtree(self._folder)

    def fill(self) -> None:
        """Leave no room at all."""
        with (self.path / "ballast").open("wb", buffering=0) as file:
            for size in (MEGABYTE, 4_096):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:  # ENOSPC
                    pass

    def free(self) -> None:
        """Give the room back."""
        (self.path / "ballast").unlink()

    def make_read_only(self) -> None:
        """Nothing may have a file open for writing; a process that ends is awaited."""
        for _ in poll(END_SECONDS):
            try:
                return _run("mount", "-o", "remount,ro", str(self.path))
            except NotRun as error:
                busy = error
        raise busy

    def make_writable(self) -> None:
        """Undo that."""
        _run("mount", "-o", "remount,rw", str(self.path))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise NotRun(f"{' '.join(command[:3])} failed: {done.stderr.strip()}")
