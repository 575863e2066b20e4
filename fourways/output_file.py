"""Files that a command is to write: whether it can is told before the work."""

from pathlib import Path

import typer

from fourways.terminal import Mistake


def writable(option: typer.CallbackParam, file: Path | None) -> Path | None:
    """The callback of every option that names a file to write."""
    if file is not None:
        check_writable(option.opts[0], file)
    return file


def check_writable(option: str, file: Path) -> None:
    """Raise Mistake unless the file can be written; its content stays as it is."""
    try:
        if not file.absolute().parent.is_dir():
            raise Mistake(f"{option} {file}: the folder does not exist")
        _open(file)
    except OSError as error:
        why = error.strerror
        raise Mistake(f"{option} {file}: cannot be written: {why}") from None
    except ValueError:  # a name that no file can have
        raise Mistake(f"{option} {str(file)!r}: cannot be written") from None


def _open(file: Path) -> None:
    if file.is_file() or file.is_dir():
        file.open("ab").close()
    elif not file.exists():
        file.open("xb").close()
        file.unlink()
    # Otherwise a pipe or a terminal: opening it might wait for a reader.
