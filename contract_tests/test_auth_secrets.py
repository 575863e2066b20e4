"""Authentication: what would a thief of the database, or a reader of the log, get?"""

import base64
import hashlib
import re

import pytest

from contract_tests.support.contract import checks
from contract_tests.support.hashes import found_in
from contract_tests.support.private import MakeServer
from contract_tests.support.run import Run
from contract_tests.support.start import Started
from contract_tests.support.thief import TTL_SECONDS, Loot, loot_of


@pytest.fixture
def loot(run: Run, target: Started, recorded_server: MakeServer) -> Loot:
    """What a thief of a database would get."""
    return loot_of(recorded_server, run.folder, target.target.id)


# Tests with a server of their own come first in a run, and so does this one, which
# makes the recording that those below look at.
@pytest.mark.usefixtures("private_server")
@checks("auth-15")
def test_a_token_ends_when_its_time_is_over(loot: Loot) -> None:
    begun, ended = loot.made
    assert begun <= loot.expires_at - TTL_SECONDS <= ended
    early = [status for _, end, status, _ in loot.uses if end < loot.expires_at]
    late = [status for begin, _, status, _ in loot.uses if begin > loot.expires_at]
    assert early, "there was no request in time"
    assert late, "there was no request too late"
    assert set(early) == {200}
    assert set(late) == {401}


@checks("auth-9")
def test_a_password_is_stored_as_a_strong_hash(loot: Loot) -> None:
    hashes = found_in(loot.content)
    assert hashes, "no scrypt, argon2id, PBKDF2 or bcrypt hash that describes itself"
    weak = [each.weakness() for each in hashes if each.weakness()]
    assert weak == [], "weaker than the OWASP Password Storage Cheat Sheet"


@checks("auth-9")
def test_two_users_of_one_password_have_two_salts(loot: Loot) -> None:
    salts = {each.salt for each in found_in(loot.content)}
    assert len(salts) >= 2


@checks("auth-9", "auth-10")
def test_neither_password_nor_token_is_in_the_database(loot: Loot) -> None:
    assert loot.usernames[0].encode() in loot.content, "this is another database"
    for secret in (loot.password, loot.token):
        assert forms_in(loot.content, secret) == []


@checks("auth-9")
def test_there_is_no_fast_digest_of_a_password(loot: Loot) -> None:
    for algorithm in ("md5", "sha1", "sha256", "sha512", "blake2b"):
        digest = hashlib.new(algorithm, loot.password.encode()).digest()
        assert digest not in loot.content
        assert digest.hex().encode() not in loot.content.lower()
        assert base64.b64encode(digest).rstrip(b"=") not in loot.content


@checks("auth-11")
def test_neither_password_nor_token_is_in_the_log(loot: Loot) -> None:
    assert "POST /tokens 201" in loot.log, "this log shows no requests"
    assert "Traceback" in loot.log, "this log shows no failures"
    for secret in (loot.password, loot.wrong_password, loot.token):
        assert forms_in(loot.log.encode(), secret) == []


@checks("operate-4")
def test_the_log_counts_milliseconds(loot: Loot) -> None:
    """A password hash takes some: seconds would be less than 1, microseconds more."""
    times = [float(ms) for ms in re.findall(r"POST /users 201 ([\d.]+)ms", loot.log)]
    assert len(times) == 2
    assert all(1 <= each <= 1_000 * loot.signing_up for each in times)


def forms_in(content: bytes, secret: str) -> list[str]:
    """In which forms, none of which hides it, a secret stands in the content."""
    data = secret.encode()
    forms = {
        "as it is": data,
        "percent-encoded": data.replace(b" ", b"%20"),
        "backwards": data[::-1],
        "in hexadecimal": data.hex().encode(),
        "in UTF-16": secret.encode("utf-16-le"),
        # Without the last characters, which depend on what follows.
        "in base64": base64.b64encode(data)[: len(data) * 4 // 3 - 3],
    }
    return [name for name, form in forms.items() if form in content]


@checks("auth-4", "auth-15")
def test_401_of_a_token_whose_time_is_over_names_it(loot: Loot) -> None:
    *_, challenge = loot.uses[-1]
    assert 'error="invalid_token"' in challenge
