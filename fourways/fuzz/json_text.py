"""A grammar of JSON texts, wrong ones included, as Hypothesis strategies.

RFC 8259 says what is JSON. Each production here makes what it allows, and at times
what it does not: strings with raw control characters, numbers with leading zeros,
lone surrogates, members twice, text behind the end, other encodings.
"""

import json
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fourways.fuzz.choosing import WEIGHT, below, happens, mostly, weighted

DEEPEST: Final = 30_000
"""Of one kind of bracket; so a body of them has at most 60,000 bytes."""

SPACES: Final = st.sampled_from([" ", "\n", "\t", "\r\n", "\v", "\xa0", "\ufeff"])

# Any character that a string may hold unescaped (RFC 8259 7), and lone surrogates.
PLAIN: Final = st.characters(min_codepoint=0x20, exclude_characters='"\\')
ESCAPES: Final = st.sampled_from(
    [
        *(r"\n", r"\t", r"\"", r"\\", r"\/", r"\b", r"\f", r"\r"),
        *(r"\u0000", r"\u001f", r"\u007f", r"\u0085", r"\u2028", r"\ufeff", r"\uffff"),
        *(r"\u0041", r"\u00E9", r"\ud83d\ude00", r"\uD83D\uDE00"),
        *(r"\ud800", r"\udfff", r"\ude00\ud83d", r"\ud83d\u0041", r"\ud83d\ud83d"),
    ]
)
NO_ESCAPES: Final = st.sampled_from(
    [
        *(r"\x41", r"\u12", r"\u{41}", r"\U0001F600", r"\a", r"\'", "\\\n", "\\"),
        *("\n", "\t", "\x00", "\x1f", "\x7f", '"'),
    ]
)
NUMBERS: Final = st.sampled_from(
    [
        *("0", "-0", "1", "1.0", "1e0", "-1", "1E+2", "1e400", "-1e400", "1e-400"),
        *("9223372036854775807", "9223372036854775808", "18446744073709551616", "0.1"),
        *(
            "9" * 300,
            "9" * 10_000,
            "-" + "9" * 20_000,
            "1." + "3" * 300,
            "1e" + "9" * 300,
        ),
    ]
)
WORDS: Final = st.sampled_from(["null", "true", "false"])
NO_SCALARS: Final = st.sampled_from(
    [
        *("01", "-", "+1", ".5", "1.", "1e", "0x10", "1_000", "NaN", "-Infinity", "٣"),
        *("--1", "None", "True", "nul", "undefined", "", "'a'", "a"),
    ]
)
COMMAS: Final = st.sampled_from([" ,\n", ",,", ";", ""])
COLONS: Final = st.sampled_from([" : ", "=", "", "::"])
# Between these it is for each backend to say what is too much (body-9).
DEPTHS: Final = st.sampled_from([2, 20, 40, 10_000, DEEPEST])
BRACKETS: Final = st.sampled_from([("[", "]"), ('{"a":', "}"), ("[", "")])

Member = tuple[str, str]
"""Of an object: the name, with its quotes, and the value."""


@st.composite
def _strings(draw: DrawFn) -> str:
    parts = [_character(draw) for _ in range(below(draw, 7))]
    return f'"{"".join(parts)}"'


def _character(draw: DrawFn) -> str:
    if happens(draw, 40):
        return draw(NO_ESCAPES)
    return mostly(draw, PLAIN, ESCAPES, 3)


@st.composite
def _deep(draw: DrawFn) -> str:
    """Brackets in brackets."""
    begin, end = draw(BRACKETS)
    depth = min(draw(DEPTHS), DEEPEST * 2 // len(begin + end))
    return begin * depth + "1" + end * depth


STRINGS: Final = _strings()
SCALARS: Final = weighted([(9, STRINGS), (6, NUMBERS), (6, WORDS), (2, NO_SCALARS)])


@st.composite
def _values(draw: DrawFn) -> str:
    return draw(DEEP) if happens(draw, 30) else _nested(draw, levels=3)


DEEP: Final = _deep()
VALUES: Final = _values()
"""Any value, and at times one nested very deeply."""


def _nested(draw: DrawFn, levels: int) -> str:
    kind = below(draw, 5) if levels else 0
    if kind < 3:
        return draw(SCALARS)
    number = below(draw, 4)
    if kind == 3:
        return array(draw, [_nested(draw, levels - 1) for _ in range(number)])
    names = [draw(STRINGS) for _ in range(number)]
    return written(draw, [(name, _nested(draw, levels - 1)) for name in names])


def array(draw: DrawFn, items: list[str]) -> str:
    """An array of these items."""
    return "[" + _separated(draw, items) + "]"


def written(draw: DrawFn, members: list[Member]) -> str:
    """An object of these members, which may repeat."""
    colon = draw(COLONS) if happens(draw, 40) else ":"
    return (
        "{" + _separated(draw, [name + colon + value for name, value in members]) + "}"
    )


def _separated(draw: DrawFn, parts: list[str]) -> str:
    comma = draw(COMMAS) if happens(draw, 40) else ","
    last = "," if parts and happens(draw, 40) else ""
    return _space(draw) + comma.join(parts) + last


def _space(draw: DrawFn) -> str:
    return draw(SPACES) if happens(draw, 30) else ""


def literal(draw: DrawFn, text: str) -> str:
    """A string literal of this text, its characters written in one way or another."""
    how = below(draw, 6)
    if how == 5 and len(text) <= 300:
        units = text.encode("utf-16-be", "surrogatepass").hex()
        codes = [units[at : at + 4] for at in range(0, len(units), 4)]
        return '"' + "".join(f"\\u{code}" for code in codes) + '"'
    return json.dumps(text, ensure_ascii=how == 4)


@st.composite
def bodies(draw: DrawFn, texts: SearchStrategy[str]) -> bytes:
    """Such texts as bytes: most in UTF-8, some damaged, some in another encoding."""
    text = _space(draw) + draw(texts) + _space(draw)
    data = text.encode("utf-8", "surrogatepass")
    if happens(draw, WEIGHT // 2):
        damage = _DAMAGES[below(draw, len(_DAMAGES))]
        return damage(draw, data)
    return data


def _cut(draw: DrawFn, data: bytes) -> bytes:
    return data[: below(draw, max(len(data), 1))]


INSERTED: Final = st.sampled_from(
    [
        *(b"\xff", b"\x80", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\0"),
        *(
            b"\xe2\x82",
            b'"',
            b"\\",
            b"//",
            b"/**/",
            b"}",
            b",",
            b"\x1a",
            b"\xef\xbb\xbf",
        ),
    ]
)


def _inserted(draw: DrawFn, data: bytes) -> bytes:
    at = below(draw, len(data) + 1)
    return data[:at] + draw(INSERTED) + data[at:]


FOLLOWING: Final = st.sampled_from([b"{}", b" 1", b"\n\n{}", b",", b"#", b"]", b"\0"])


def _followed(draw: DrawFn, data: bytes) -> bytes:
    return data + draw(FOLLOWING)


ENCODINGS: Final = st.sampled_from(
    ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-32-be", "latin-1", "utf-7"]
)


def _encoded(draw: DrawFn, data: bytes) -> bytes:
    text = data.decode("utf-8", "surrogatepass")
    name = draw(ENCODINGS)
    wide = "16" in name or "32" in name
    return text.encode(name, "surrogatepass" if wide else "replace")


def _padded(draw: DrawFn, data: bytes) -> bytes:
    """As long as a body may be (65,536 bytes), or nearly."""
    size = (65_535, 65_536, 65_537, 70_000)[below(draw, 4)]
    return b" " * (size - len(data)) + data


_DAMAGES: Final = [_cut, _inserted, _followed, _encoded, _padded]
