"""What a 401 says about how to sign in (RFC 6750 3)."""

INVALID_TOKEN = 'error="invalid_token"'


def assert_challenge(challenge: str, *, sent: bool) -> None:
    """WWW-Authenticate is of the scheme Bearer; with an error if a token was sent."""
    __tracebackhide__ = True
    scheme, _, parameters = challenge.partition(" ")
    assert scheme.lower() == "bearer", f"the challenge is {challenge!r}"
    if sent:
        assert INVALID_TOKEN in parameters, f"the challenge is {challenge!r}"
    else:
        assert "error" not in parameters, f"the challenge is {challenge!r}"
