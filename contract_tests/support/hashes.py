"""Password hashes, recognised in the bytes of a database by how they are written.

Known are the self-describing forms of the PHC string format, Django, Werkzeug and
Passlib, for scrypt, argon2, PBKDF2 and bcrypt. `weakness` compares the cost in them
with the OWASP Password Storage Cheat Sheet.
"""

import re
from dataclasses import dataclass

# OWASP: scrypt by N, with r = 8: the least p.
SCRYPT_P = {2**17: 1, 2**16: 2, 2**15: 3, 2**14: 5, 2**13: 10}
# OWASP: Argon2id by memory in KiB: the least iterations, with p = 1.
ARGON2_T = {47_104: 1, 19_456: 2, 12_288: 3, 9_216: 4, 7_168: 5}
# OWASP: PBKDF2-HMAC by digest: the least iterations.
PBKDF2_ITERATIONS = {"sha1": 1_300_000, "sha256": 600_000, "sha512": 210_000}
BCRYPT_COST = 10

_TEXT = r"[A-Za-z0-9+/=._-]+"
_PATTERNS = {
    "scrypt": [
        # scrypt:N:r:p$salt$hash (Werkzeug), scrypt$N$r$p$salt$hash
        rf"scrypt[:$](?P<n>\d+)[:$](?P<r>\d+)[:$](?P<p>\d+)\$(?P<salt>{_TEXT})\${_TEXT}",
        # scrypt$N$salt$r$p$hash (Django)
        rf"scrypt\$(?P<n>\d+)\$(?P<salt>{_TEXT})\$(?P<r>\d+)\$(?P<p>\d+)\${_TEXT}",
        # $scrypt$ln=17,r=8,p=1$salt$hash (PHC, Passlib), also with n=131072
        rf"scrypt\$(?:v=\d+\$)?(?:ln=(?P<ln>\d+)|n=(?P<n>\d+)),r=(?P<r>\d+),p=(?P<p>\d+)"
        rf"\$(?P<salt>{_TEXT})\${_TEXT}",
    ],
    "argon2": [
        rf"\$(?P<kind>argon2id?|argon2d)\$v=\d+\$m=(?P<m>\d+),t=(?P<t>\d+),p=(?P<p>\d+)"
        rf"\$(?P<salt>{_TEXT})\${_TEXT}",
    ],
    "pbkdf2": [
        # pbkdf2_sha256$iterations$salt$hash (Django), pbkdf2-sha256$... (Passlib),
        # pbkdf2:sha256:iterations$salt$hash (Werkzeug)
        # $pbkdf2-sha256$i=600000,l=32$salt$hash (PHC)
        rf"pbkdf2[_:-](?P<digest>sha\d+)[:$](?:i=)?(?P<iterations>\d+)(?:,l=\d+)?"
        rf"\$(?P<salt>{_TEXT})\${_TEXT}",
    ],
    "bcrypt": [
        r"\$2[abxy]\$(?P<cost>\d\d)\$(?P<salt>[A-Za-z0-9./]{22})[A-Za-z0-9./]{31}"
    ],
}


@dataclass(frozen=True)
class PasswordHash:
    """A hash as it stands in the database; `cost` by the names that its form has."""

    method: str
    text: str
    salt: str
    cost: dict[str, str]

    def weakness(self) -> str:
        """Why it is weaker than OWASP says, or an empty text."""
        return _WEAKNESSES[self.method](self.cost)


def found_in(content: bytes) -> list[PasswordHash]:
    """Every password hash in the bytes, once each, in a fixed order."""
    text = content.decode("latin-1")
    found = {
        match[0]: PasswordHash(
            method, match[0], match["salt"], {**match.groupdict(""), "salt": ""}
        )
        for method, patterns in _PATTERNS.items()
        for pattern in patterns
        for match in re.finditer(pattern, text)
    }
    return [found[each] for each in sorted(found)]


def _scrypt(cost: dict[str, str]) -> str:
    n = 2 ** int(cost["ln"]) if cost.get("ln") else int(cost["n"])
    r, p = int(cost["r"]), int(cost["p"])
    good = r >= 8 and any(n >= least and p >= SCRYPT_P[least] for least in SCRYPT_P)
    return "" if good else f"scrypt with N={n}, r={r}, p={p}"


def _argon2(cost: dict[str, str]) -> str:
    m, t = int(cost["m"]), int(cost["t"])
    good = any(m >= least and t >= ARGON2_T[least] for least in ARGON2_T)
    if cost["kind"] == "argon2id" and good:
        return ""
    return f"{cost['kind']} with {m} KiB and {t} iterations"


def _pbkdf2(cost: dict[str, str]) -> str:
    digest, iterations = cost["digest"], int(cost["iterations"])
    least = PBKDF2_ITERATIONS.get(digest)
    if least is not None and iterations >= least:
        return ""
    return f"PBKDF2 with {digest} and {iterations} iterations"


def _bcrypt(cost: dict[str, str]) -> str:
    return "" if int(cost["cost"]) >= BCRYPT_COST else f"bcrypt of cost {cost['cost']}"


_WEAKNESSES = {
    "scrypt": _scrypt,
    "argon2": _argon2,
    "pbkdf2": _pbkdf2,
    "bcrypt": _bcrypt,
}
