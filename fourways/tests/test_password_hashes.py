"""Password hashes as they stand in databases, and whether OWASP would take them."""

import pytest

from contract_tests.support.hashes import found_in

STRONG = [
    "scrypt:16384:8:5$c2FsdHNhbHRzYWx0$0123456789abcdef",  # Werkzeug
    "scrypt$16384$salt$8$5$aGFzaGhhc2g=",  # Django
    "scrypt$131072$8$1$c2FsdA==$aGFzaA==",
    "$scrypt$ln=15,r=8,p=3$c2FsdA$aGFzaA",  # PHC
    "argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA",  # Django
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",  # PHC
    "pbkdf2_sha256$1000000$salt$aGFzaA==",  # Django
    "pbkdf2:sha256:600000$salt$0123456789abcdef",  # Werkzeug
    "$pbkdf2-sha512$210000$c2FsdA$aGFzaA",  # Passlib
    "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
]
WEAK = [
    "scrypt:32768:8:1$c2FsdA$0123",
    "scrypt$16384$salt$8$1$aGFzaA==",
    "$scrypt$ln=14,r=8,p=1$c2FsdA$aGFzaA",
    "$argon2id$v=19$m=4096,t=3,p=1$c2FsdA$aGFzaA",
    "$argon2i$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
    "pbkdf2_sha256$260000$salt$aGFzaA==",
    "$2b$04$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
]


@pytest.mark.parametrize("text", STRONG)
def test_a_strong_hash_is_found_among_other_bytes(text: str) -> None:
    (found,) = found_in(b"\x00\xffgrace\x01" + text.encode() + b"\x00\x02")
    assert found.weakness() == ""
    assert found.salt in text


@pytest.mark.parametrize("text", WEAK)
def test_a_weak_hash_is_found_and_its_cost_named(text: str) -> None:
    (found,) = found_in(text.encode())
    assert any(character.isdigit() for character in found.weakness())


def test_what_is_no_password_hash_is_not_found() -> None:
    assert found_in(b"scrypt, argon2id and $2b$ are names; 5f4dcc3b5aa765d6") == []


def test_the_same_hash_twice_is_one() -> None:
    assert len(found_in(STRONG[0].encode() + b"\x00" + STRONG[0].encode())) == 1
