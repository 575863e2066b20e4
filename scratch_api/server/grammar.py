"""The grammar of HTTP/1.1 as regular expressions, named as in the RFCs.

Stands for: the tables inside nginx's or llhttp's parser. They are applied with
`fullmatch` to one line without its line end, or to a part of one, decoded as Latin-1,
so that one octet is one character and nothing is lost. `FIRST_OCTET` alone looks at
bytes, before there is a line.
"""

import re

# RFC 9110 5.6.2: token = 1*tchar
TCHAR = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]"
TOKEN = re.compile(rf"{TCHAR}+")

# What a request can begin with: a method, or the empty line of RFC 9112 2.2.
FIRST_OCTET = re.compile(rf"{TCHAR}|[\r\n]|\Z".encode())

# RFC 9110 5.5: visible characters, space, tab and obs-text (%x80-FF). CR, LF and NUL
# are dangerous and MUST NOT pass; the other controls are invalid: refused as well.
FIELD_VALUE = r"[\t\x20-\x7e\x80-\xff]*"

# RFC 9112 5: field-line = field-name ":" OWS field-value OWS
# No white space between name and colon (5.1): proxies have read it in two ways.
FIELD_LINE = re.compile(rf"({TCHAR}+):[ \t]*({FIELD_VALUE})")

# RFC 9112 3: request-line = method SP request-target SP HTTP-version
# The target may hold any visible ASCII character but "#" (a fragment is never sent).
# That is more than RFC 3986 allows, but can be read in one way only: what `/a|b`
# means is left to the application.
REQUEST_LINE = re.compile(
    rf"(?P<method>{TCHAR}+) (?P<target>[\x21\x22\x24-\x7e]+)"
    r" HTTP/(?P<major>[0-9])\.(?P<minor>[0-9])"
)

# RFC 9112 3.2.2: absolute-form, as sent to proxies. "@" would be userinfo, which
# RFC 9110 4.2.4 says to treat as an error.
ABSOLUTE_TARGET = re.compile(
    r"http://(?P<host>[^/?@]+)(?P<path>/[^?]*)?(?:\?(?P<query>.*))?", re.IGNORECASE
)

# RFC 9110 7.2: Host = uri-host [ ":" port ], with RFC 3986 3.2.2 for uri-host
HOST = re.compile(
    r"(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+)"
    r"(?::(?P<port>[0-9]{0,5}))?"
)

# RFC 9110 8.6: Content-Length = 1*DIGIT: no sign, no list, no "0x".
CONTENT_LENGTH = re.compile(r"[0-9]+")

# RFC 9110 5.6.4: qdtext or quoted-pair, in quotes
QUOTED_STRING = r'"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*"'

# RFC 9112 7.1.1: chunk-ext = *( BWS ";" BWS name [ BWS "=" BWS value ] )
CHUNK_EXTENSION = (
    rf"[ \t]*;[ \t]*{TCHAR}+(?:[ \t]*=[ \t]*(?:{TCHAR}+|{QUOTED_STRING}))?"
)

# RFC 9112 7.1: chunk-size [ chunk-ext ]. 16 hexadecimal digits are 2^64: more is
# never meant, and readers with 64-bit integers would wrap around.
CHUNK_LINE = re.compile(rf"([0-9A-Fa-f]{{1,16}})((?:{CHUNK_EXTENSION})*)")

# RFC 9112 4: what an application may give as status. 1xx is the server's own.
STATUS = re.compile(r"[2-5][0-9]{2} [\t\x20-\x7e\x80-\xff]*")
