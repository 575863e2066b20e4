"""Methods are case-sensitive (RFC 9110 9.1): `get` is one that nobody knows."""

import pytest
from flask import Flask


@pytest.mark.parametrize(
    ("path", "status", "allow"),
    [("/health", 405, {"GET", "HEAD", "OPTIONS"}), ("/nowhere", 404, set())],
)
def test_a_method_not_in_capitals_is_unknown(
    app: Flask, path: str, status: int, allow: set[str]
) -> None:
    method = {"REQUEST_METHOD": "get"}
    answer = app.test_client().open(path, environ_overrides=method)
    assert answer.status_code == status
    assert set(answer.allow) == allow
