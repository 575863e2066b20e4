"""Secrets, by the standard library: nothing here is of our own invention."""

import hashlib
import hmac
import secrets

# OWASP Password Storage Cheat Sheet: scrypt with N=2^14, r=8, p=5.
WORK = {"n": 2**14, "r": 8, "p": 5, "maxmem": 2**26}


def hashed(password):
    """Return what may be stored of a password: its salt and its hash, as text."""
    # >>> hashed: 16 random bytes of salt; both as hexadecimal digits, with a $ between.
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, **WORK)
    return f"{salt.hex()}${digest.hex()}"
    # <<< hashed


def matches(password, stored):
    """Return whether it is the password that was stored."""
    # >>> matches: Hash it with the same salt; compare in a time that tells nothing.
    salt, _, expected = stored.partition("$")
    digest = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **WORK)
    return hmac.compare_digest(digest.hex(), expected)
    # <<< matches


def new_token():
    """Return a text that nobody can guess: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of(token):
    """Return what may be stored of a token."""
    # >>> digest: SHA-256 is enough: nobody tries all numbers of 256 bits.
    return hashlib.sha256(token.encode()).hexdigest()
    # <<< digest


# For sign-in under a name that nobody has: as much work as for any other.
NOBODYS = f"{secrets.token_hex(16)}${secrets.token_hex(64)}"
