"""Placeholders in the commands of a backend.toml: `{python}`, `{port}`, ...

Settings reach a backend as environment variables. Placeholders are for what
the environment cannot say: the interpreter, and servers that take their
address only as options.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from typing import Final

_SETTINGS: Final = {
    "host": "HOST",
    "port": "PORT",
    "workers": "WORKERS",
    "threads": "THREADS",
}
PLACEHOLDERS: Final = ("python", *_SETTINGS)

_PLACEHOLDER = re.compile(r"\{[A-Za-z_]*\}")


def unknown_placeholders(command: Iterable[str]) -> list[str]:
    """What looks like a placeholder in a command and is none, braces included."""
    found = [match for part in command for match in _PLACEHOLDER.findall(part)]
    return [each for each in found if each[1:-1] not in PLACEHOLDERS]


def fill(command: Iterable[str], settings: Mapping[str, str]) -> list[str]:
    """The command with its placeholders replaced by the settings' values."""
    values = {name: settings[key] for name, key in _SETTINGS.items() if key in settings}
    values["python"] = sys.executable
    return [
        _PLACEHOLDER.sub(lambda match: values.get(match[0][1:-1], match[0]), part)
        for part in command
    ]
