"""What a bookmark may hold. A rule is a function: it returns what is wrong, or None."""

import re
import unicodedata

URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[!-~]*)?")


def text(value, shortest, longest, allowed=""):
    """Say what is wrong with a text, None if nothing is."""
    # >>> text: A str, of that length, without control characters but those `allowed`.
    if not isinstance(value, str):
        return "Must be a text."
    if not shortest <= len(value) <= longest:
        return f"Must have {shortest} to {longest} characters."
    if any(unicodedata.category(c) == "Cc" and c not in allowed for c in value):
        return "Must not hold control characters."
    return None
    # <<< text


def url(value):
    """An absolute address, as it stands in RFC 3986."""
    wrong = text(value, 1, 2_000)
    if wrong is None and not URL.fullmatch(value):
        wrong = "Must be an absolute http or https URL."
    return wrong


def title(value):
    """What a bookmark is called."""
    # >>> title: A text of 1 to 200 characters that are not only white space.
    wrong = text(value, 1, 200)
    if wrong is None and not value.strip():
        wrong = "Must not be only white space."
    return wrong
    # <<< title


def notes(value):
    """Anything, in lines."""
    return text(value, 0, 10_000, allowed="\n\t")


# For each member its rule, and whether it must be there.
BOOKMARK = {"url": (url, True), "title": (title, True), "notes": (notes, False)}


def username(value):
    """A name, as it stands in addresses and logs."""
    wrong = text(value, 3, 30)
    if wrong is None and not re.fullmatch("[A-Za-z][A-Za-z0-9_-]*", value):
        wrong = "Must be letters, digits, _ and -, a letter first."
    return wrong


def password(value):
    """A secret, the longer the better."""
    return text(value, 8, 128)


CREDENTIALS = {"username": (username, True), "password": (password, True)}


def errors_of(data, rules):
    """Return everything that is wrong, each with a JSON Pointer to where."""
    if not isinstance(data, dict):
        return [{"pointer": "", "detail": "Must be an object."}]
    found = {}
    # >>> errors: Into `found`, by name: what is missing, what is wrong, and unknown.
    for name, (rule, required) in rules.items():
        if name in data:
            found[name] = rule(data[name])
        elif required:
            found[name] = "Is required."
    for name in data.keys() - rules.keys():
        found[name] = "Is not known."
    # <<< errors
    return [
        {"pointer": f"/{escaped(name)}", "detail": detail}
        for name, detail in found.items()
        if detail
    ]


def escaped(name):
    """A name as it stands in a JSON Pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
