"""Bodies of the API's operations: members that are right, nearly right, or not at all.

Lengths stand on both sides of each limit in openapi.yaml; values of a wrong type are
any JSON text.
"""

from collections.abc import Mapping
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fourways.fuzz import choosing, json_text
from fourways.fuzz.choosing import below, happens, mostly, weighted
from fourways.fuzz.json_text import literal

TAKEN_URL: Final = "https://example.org/taken"
TAKEN_NAME: Final = "Taken-Name"
PASSWORD: Final = "a password for the fuzzer"

CHARACTERS: Final = ["a", "é", "日", "🦉", "\u0301", "\u202e", "\ufeff"]
ODD_TEXTS: Final = [
    *(" ", "\u3000", "\u200b", "a\u0000b", "a\nb", "a\tb", "a\u0085b", "\x7f"),
    *(" a ", "'; DROP TABLE users; --", "%00", "{{7*7}}", "<b>", "\\", '"', "null"),
    *("\ud800", "\ufffe", "\U0010ffff", "ǅ", "ß", "İ", "ﬁ", "e\u0301", "\u200d"),
    "a\u2028b",
]
PLAIN_TEXTS: Final = st.text(choosing.CHARACTERS, min_size=1, max_size=12)

Members = Mapping[str, SearchStrategy[str]]
"""Literals of JSON by the name of the member that they are meant for."""


def _of_length(*limits: int) -> SearchStrategy[str]:
    """Texts that are as long as a limit, or one shorter or longer, in code points."""
    lengths = sorted({max(limit + step, 0) for limit in limits for step in (-1, 0, 1)})
    return st.sampled_from([c * size for size in lengths for c in CHARACTERS])


def _texts(*limits: int) -> SearchStrategy[str]:
    odd = st.sampled_from(ODD_TEXTS)
    return weighted([(3, PLAIN_TEXTS), (1, odd), (1, _of_length(*limits))])


SCHEMES: Final = st.sampled_from(["https", "http", "HTTPS"])
ODD_SCHEMES: Final = st.sampled_from(
    ["ftp", "", "javascript", " http", "http:", "ht\ntp"]
)
USERS: Final = st.sampled_from(["", "u@", "u:p@", "@", "a@b@", "%zz@"])
HOSTS: Final = st.sampled_from(
    ["example.org", "127.0.0.1", "[::1]", "xn--bcher-kva.example", "a%41", "x_y"]
)
ODD_HOSTS: Final = st.sampled_from(
    ["", "bücher.example", "[", "[::1", "[v1.a]", "a b", "%", "a\\b", "[g]"]
)
PORTS: Final = st.sampled_from(["", ":", ":8", ":99999", ":a", ":-1"])
PATHS: Final = st.integers(0, 2**64).map(lambda number: f"/{number:x}")
ODD_PATHS: Final = st.sampled_from(
    [
        *("", "/", "//", "/../..", "/%", "/%2", "/%zz", "/%00", "/ü", "/a b", "/{}"),
        *("?a=1&b=%20", "?", "?ü", "#", "#a#b", "#ü", "/;,:@&=+$!*'()~", "\\", "/["),
        *("/^`", "/|"),
    ]
)
ENDS: Final = st.sampled_from(["", "\n", " ", "\0", "?", "#", "?#?"])


@st.composite
def _urls(draw: DrawFn) -> str:
    """URLs by RFC 3986, each part at times one that it does not allow."""
    scheme = mostly(draw, SCHEMES, ODD_SCHEMES)
    user = draw(USERS) if happens(draw, 6) else ""
    host = mostly(draw, HOSTS, ODD_HOSTS, 5)
    port = draw(PORTS) if happens(draw, 6) else ""
    path = mostly(draw, PATHS, ODD_PATHS, 5)
    end = draw(ENDS) if happens(draw) else ""
    return f"{scheme}://{user}{host}{port}{path}{end}"


def _long_urls() -> SearchStrategy[str]:
    begin = "https://example.org/"
    sizes = (1_999, 2_000, 2_001, 9_000)
    return st.sampled_from([begin + "a" * (size - len(begin)) for size in sizes])


URLS: Final = weighted(
    [
        (7, _urls()),
        (1, st.just(TAKEN_URL)),
        (1, _long_urls()),
        (1, _texts(1, 2_000)),
    ]
)
ODD_TAGS: Final = ["-a", "A", "a_b", "a\n", "", "ä", "٣", "a b", "a,b", "a" * 50]
TAGS: Final = weighted(
    [
        (3, st.sampled_from(["a", "web", "a-b", "0", "a-", "b" * 50, "reading"])),
        (1, st.sampled_from(ODD_TAGS)),
        (1, _texts(1, 50)),
    ]
)
ODD_NAMES: Final = ["a\n", "äbc", "1ab", "-ab", "ab\n", "a b", "a.b", "abc\0"]
USERNAMES: Final = weighted(
    [
        (2, st.integers(0, 2**64).map(lambda number: f"u_-{number:x}")),
        (1, st.sampled_from([TAKEN_NAME, TAKEN_NAME.upper(), *ODD_NAMES])),
        (1, _texts(3, 30)),
    ]
)
# Most are wrong: a right one costs each backend a password hash.
BAD_PASSWORDS: Final = ["", "short", "a\0bcdefgh", "1234567\n", "a" * 129, "é" * 7]
PASSWORDS: Final = weighted(
    [
        (16, st.sampled_from(BAD_PASSWORDS)),
        (4, st.text(choosing.CHARACTERS, max_size=7)),
        (1, _of_length(8, 128)),
        (1, st.just(PASSWORD)),
    ]
)


@st.composite
def _literals(draw: DrawFn, texts: SearchStrategy[str]) -> str:
    return literal(draw, draw(texts))


@st.composite
def _tag_lists(draw: DrawFn) -> str:
    if happens(draw):
        count = (19, 20, 21, 1_000)[below(draw, 4)]
        return "[" + ",".join(f'"{number}"' for number in range(count)) + "]"
    tags = [_tag(draw) for _ in range(below(draw, 6))]
    return json_text.array(draw, tags)


def _tag(draw: DrawFn) -> str:
    return draw(json_text.SCALARS) if happens(draw) else literal(draw, draw(TAGS))


BOOKMARK: Final[Members] = {
    "url": _literals(URLS),
    "title": _literals(_texts(1, 200)),
    "notes": _literals(_texts(0, 10_000)),
    "tags": _tag_lists(),
}
CREDENTIALS: Final[Members] = {
    "username": _literals(USERNAMES),
    "password": _literals(PASSWORDS),
}


@st.composite
def _object_of(draw: DrawFn, members: Members) -> str:
    """An object of these members: most there, most of their type, few unknown."""
    found = []
    for name, right in members.items():
        for _ in range(below(draw, 3) if happens(draw, 6) else 1):
            value = mostly(draw, right, json_text.VALUES, 6)
            found.append((literal(draw, name), value))
    if happens(draw):
        found.append((draw(json_text.STRINGS), draw(json_text.VALUES)))
    if happens(draw, 3):
        found.reverse()
    return json_text.written(draw, found)


@st.composite
def _texts_of(draw: DrawFn, members: SearchStrategy[str]) -> str:
    return mostly(draw, members, json_text.VALUES, 8)


def _bodies_of(members: Members) -> SearchStrategy[bytes]:
    return json_text.bodies(_texts_of(_object_of(members)))


BOOKMARKS: Final = _bodies_of(BOOKMARK)
"""Bodies for operations that take a bookmark."""
USERS_AND_TOKENS: Final = _bodies_of(CREDENTIALS)
"""Bodies for operations that take a username and a password."""
