"""Whose a line is: yours, the framework's, a library's, the standard library's.

By the file that it stands in: the backend's folder is yours, a file in site-packages
belongs to the distribution that installed it, the rest of Python's own folders to the
standard library. Which distributions make up the framework stands in `FRAMEWORKS`.
"""

import re
import sys
import sysconfig
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from types import CodeType
from typing import Final

from fourways.trace.model import Function, Group

FRAMEWORKS: Final[Mapping[str, tuple[str, ...]]] = {
    "scratch": (),
    "flask": (
        "flask",
        "blinker",
        "click",
        "itsdangerous",
        "jinja2",
        "markupsafe",
        "werkzeug",
    ),
    "django": ("django", "asgiref", "sqlparse"),
    "fastapi": (
        "fastapi",
        "annotated-doc",
        "annotated-types",
        "anyio",
        "idna",
        "opentelemetry-api",
        "pydantic",
        "pydantic-core",
        "starlette",
        "typing-extensions",
        "typing-inspection",
    ),
}
"""By a backend's extra: what `pip install flask` brings is the framework.

All else is a library: Pydantic is FastAPI's own part, and a library beside Flask.
"""

PYTHON: Final = "Python"


class Owners:
    """Says of each function whose it is, in one backend's process."""

    def __init__(self, backend: str, folder: Path, extra: str | None) -> None:
        self._backend = backend
        self._folder = folder.resolve()
        self._framework = FRAMEWORKS.get(extra or backend, ())
        self._installed = _folders("purelib", "platlib")
        self._standard = _folders("stdlib", "platstdlib")
        self._distributions = _distributions()
        self._known: dict[CodeType, Function] = {}

    def function(
        self, code: CodeType, module: str | None, caller: Function | None
    ) -> Function:
        """The function of some code, of a module of that name.

        What was made while the program ran, and names no module, is its caller's.
        """
        found = self._known.get(code)
        if found is None:
            found = self._known[code] = self._find(code, module, caller)
        return found

    def _find(
        self, code: CodeType, module: str | None, caller: Function | None
    ) -> Function:
        name, line = code.co_qualname, code.co_firstlineno
        if not code.co_filename.startswith("<"):
            file, group, distribution = self._of(Path(code.co_filename))
            return Function(name, file, line, group, distribution)
        if code.co_filename.startswith("<frozen "):
            return Function(name, code.co_filename, line, "standard library", PYTHON)
        source = getattr(sys.modules.get(module or ""), "__file__", None)
        if source is not None:
            _, group, distribution = self._of(Path(source))
        elif caller is not None:
            group, distribution = caller.group, caller.distribution
        else:
            group, distribution = "standard library", PYTHON
        return Function(name, "<made at run time>", line, group, distribution)

    def _of(self, file: Path) -> tuple[str, Group, str]:
        """How to call a file, whose it is, and the distribution that has it."""
        if file.is_relative_to(self._folder):
            below = file.relative_to(self._folder.parent)
            return below.as_posix(), "yours", self._backend
        for folder in self._installed:
            if file.is_relative_to(folder):
                below = file.relative_to(folder)
                package = below.parts[0].removesuffix(".py")
                distribution = self._distributions.get(package, package)
                group: Group = (
                    "framework" if distribution in self._framework else "libraries"
                )
                return below.as_posix(), group, distribution
        for folder in self._standard:
            if file.is_relative_to(folder):
                below = file.relative_to(folder)
                return below.as_posix(), "standard library", PYTHON
        return "/".join(file.parts[-2:]), "libraries", file.parent.name


@cache
def _distributions() -> dict[str, str]:
    """Which distribution has installed which package."""
    packages = metadata.packages_distributions()
    return {package: normal(names[0]) for package, names in packages.items()}


def _folders(*names: str) -> list[Path]:
    """Folders of this installation, the one that holds another one last."""
    paths = {Path(sysconfig.get_path(name)) for name in names}
    return sorted(paths | {path.resolve() for path in paths}, reverse=True)


def normal(name: str) -> str:
    """A distribution's name as PyPI compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def versions(names: set[str]) -> dict[str, str]:
    """Versions of distributions that are installed, and Python's own."""
    found = {PYTHON: "{}.{}.{}".format(*sys.version_info[:3])}
    for name in sorted(names - {PYTHON}):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # the backend itself
    return found
