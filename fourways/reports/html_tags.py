"""HTML from Python: elements whose text is escaped unless it says that it is HTML."""

import re
from html import escape


class raw(str):
    """Text that is HTML already."""


def tag(name: str, *content: str, klass: str = "", **attributes: str) -> raw:
    """An element. Content is escaped unless it is `raw`; `open="open"` for flags."""
    given = {"class": klass, **attributes}
    pairs = "".join(
        f' {key}="{escape(value)}"' for key, value in given.items() if value
    )
    inside = "".join(c if isinstance(c, raw) else escape(c) for c in content)
    return raw(f"<{name}{pairs}>{inside}</{name}>")


def folded(title: str, *content: raw, **attributes: str) -> raw:
    """What is shown only when asked for."""
    return tag("details", tag("summary", title), *content, **attributes)


def with_code(text: str) -> raw:
    """A sentence whose `backticks` mark code, as in contract.toml."""
    parts = re.split(r"`([^`]+)`", text)
    return raw(
        "".join(
            tag("code", part) if number % 2 else escape(part)
            for number, part in enumerate(parts)
        )
    )
