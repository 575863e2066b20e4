"""The other parts of a request: query strings and headers, right and wrong."""

from typing import Final
from urllib.parse import quote

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from fourways.fuzz.choosing import CHARACTERS, below, happens, mostly, weighted

Header = tuple[str, str]

NAMES: Final = ["tag", "q", "sort", "limit", "cursor"]
ODD_NAMES: Final = ["", "Tag", "q[]", "page", "%71", "q%00", "%ff", "access_token", "_"]
SORTS: Final = ["created_at", "-created_at", "title", "-title", "url", "+title", ""]
LIMITS: Final = [
    *("1", "20", "100", "101", "0", "-1", "+1", "01", "1.0", "1e1", "٣", "%D9%A3", ""),
    *("%31", "1%20", "1_0", "9" * 30, "true", "0x1", "1%00"),
]
ESCAPES: Final = [
    *(
        "%",
        "%2",
        "%zz",
        "%00",
        "%0A",
        "%7F",
        "%C2%85",
        "%ff",
        "%c3",
        "%ED%A0%80",
        "%C0%AF",
    ),
    *("+", "%20", "%2B", "%25", "%5F", "%5C", "%F0%9F%A6%89", "&", "=", ";", "'", '"'),
]
WIDE: Final = ["a", "%C3%A4", "%F0%9F%A6%89"]
TAGS: Final = ["web", "a", "a-b", "-a", "A", "%C3%A4", "a" * 51, "a%0A"]
CURSORS: Final = [
    "{cursor}",
    "{cursor}=",
    "{cursor}A",
    "x{cursor}",
    "e30",
    "W10",
    "%00",
]

ETAGS: Final = [
    *("{etag}", "W/{etag}", '"x", {etag}', "{etag},", ",,{etag}", "*", "*, {etag}"),
    *(
        '"x"',
        "",
        "x",
        '"',
        '"x',
        '""',
        "w/{etag}",
        "W/ {etag}",
        '"\xe9"',
        '"a b"',
        '"\\""',
    ),
    *("{etag} {etag}", "{etag};{etag}", "'x'", "{etag}x", '"x"' * 3, '"x",' * 900),
]
TYPES: Final = [
    *("application/json", "APPLICATION/JSON", "application/json;charset=utf-8"),
    *('application/json; charset="UTF-8"', "application/json;charset=utf8"),
    *(
        "application/json; charset=latin-1",
        "application/json;",
        "application/json; a=b",
    ),
    *(
        "application/json;charset=utf-8;charset=utf-8",
        "application/json ; charset=utf-8",
    ),
    *(
        "application/json, application/json",
        "application/merge-patch+json",
        "text/json",
    ),
    *("application/merge-patch+json;charset=utf-8", "application/problem+json", "json"),
    *("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "*/*"),
    *(
        "multipart/form-data; boundary=x",
        "",
        "application/json\xe9",
        "application/jsonx",
    ),
]
AUTHORIZATIONS: Final = [
    *(
        "bearer {token}",
        "BEARER {token}",
        "Bearer  {token}",
        "Bearer\t{token}",
        "Bearer",
    ),
    *("Bearer {token} x", "Bearer {token}=", "Bearer {token},", "Bearer x", "{token}"),
    *(
        "Basic {token}",
        "Basic YTpi",
        "Token {token}",
        "Bearer=",
        "Bearer \xe9",
        "",
        ",",
    ),
    *('Bearer "{token}"', "Bearer {token}, Bearer {token}", "Bearer " + "x" * 5_000),
]
HOSTS: Final = [
    *("localhost", "LOCALHOST:1", "127.0.0.1", "[::1]", "[::1]:80", "localhost:0"),
    *(
        "evil.example",
        "localhost.evil.example",
        "evil.example:80",
        "127.0.0.2",
        "[::2]",
    ),
]
OTHERS: Final[list[Header]] = [
    ("Accept", "text/html"),
    ("Accept", "application/xml;q=1, */*;q=0"),
    ("Accept-Encoding", "identity;q=0"),
    ("Accept-Language", "de, *;q=0"),
    ("Range", "bytes=0-1"),
    ("Cookie", "sessionid=x; csrftoken=y"),
    ("Content-Language", "x"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-For", "1.2.3.4, \xe9"),
    ("Forwarded", "for=1.2.3.4;host=evil.example"),
    ("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ("If-Modified-Since", "never"),
    ("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ("If-Range", '"x"'),
    ("Referer", "\xe9"),
    ("User-Agent", ""),
    ("X-Long", "x" * 4_000),
]


@st.composite
def _queries(draw: DrawFn) -> str:
    if happens(draw, 9):
        return "?" + "".join(draw(ESCAPE) for _ in range(below(draw, 4)))
    return "?" + "&".join(_pair(draw) for _ in range(1 + below(draw, 4)))


def _pair(draw: DrawFn) -> str:
    name = mostly(draw, NAME, ODD_NAME)
    value = mostly(draw, VALUES_OF.get(name, TEXTS), TEXTS, 6)
    # Without "=" all of it is the name, and must not hold what differs: a cursor.
    return name if happens(draw, 20) else f"{name}={value}"


NAME: Final = st.sampled_from(NAMES)
ODD_NAME: Final = st.sampled_from(ODD_NAMES)
ESCAPE: Final = st.sampled_from(ESCAPES)
TEXTS: Final = weighted(
    [
        (3, st.text(CHARACTERS, max_size=6).map(quote)),
        (2, st.lists(st.sampled_from([*ESCAPES, "a", "e"]), max_size=4).map("".join)),
        (1, st.sampled_from([c * size for size in (199, 200, 201) for c in WIDE])),
    ]
)
VALUES_OF: Final = {
    "sort": st.sampled_from(SORTS),
    "limit": st.sampled_from(LIMITS),
    "cursor": st.sampled_from(CURSORS),
    "tag": st.sampled_from(TAGS),
}
QUERIES: Final = _queries()
"""Query strings with their `?`, as they stand on the wire."""


@st.composite
def _headers(draw: DrawFn, body: bool) -> tuple[Header, ...]:
    found: list[Header] = []
    if body and not happens(draw, 40):
        # Never two: gunicorn refuses them by itself, with a page of its own.
        found.append(("Content-Type", mostly(draw, JSON, TYPE, 6)))
    for _ in range(_repeats(draw)):
        found.append(("Authorization", mostly(draw, SIGNED_IN, AUTHORIZATION, 20)))
    found.append(("Host", mostly(draw, OWN_HOST, HOST, 20)))
    for name in ("If-Match", "If-None-Match"):
        if happens(draw, 3):
            found += [(name, draw(ETAG)) for _ in range(_repeats(draw))]
    if happens(draw, 7):
        found.append(draw(OTHER))
    return tuple(found)


def _repeats(draw: DrawFn) -> int:
    """Nearly always 1."""
    return below(draw, 3) if happens(draw, 25) else 1


JSON: Final = st.just(TYPES[0])
TYPE: Final = st.sampled_from(TYPES)
SIGNED_IN: Final = st.just("Bearer {token}")
AUTHORIZATION: Final = st.sampled_from(AUTHORIZATIONS)
OWN_HOST: Final = st.just("{host}")
HOST: Final = st.sampled_from(HOSTS)
ETAG: Final = st.sampled_from(ETAGS)
OTHER: Final = st.sampled_from(OTHERS)
HEADERS: Final = {body: _headers(body) for body in (False, True)}
"""Headers of a request with a body, and without: most that matter right, and others."""
