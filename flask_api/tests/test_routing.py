"""Which requests are ours, where Werkzeug by itself would see that otherwise."""

import pytest
from flask import Flask

from flask_api import create_app


@pytest.mark.parametrize(
    ("path", "status", "allow"),
    [("/health", 405, {"GET", "HEAD", "OPTIONS"}), ("/nowhere", 404, set())],
)
def test_a_method_not_in_capitals_is_unknown(
    app: Flask, path: str, status: int, allow: set[str]
) -> None:
    # RFC 9110 9.1: methods are case-sensitive.
    method = {"REQUEST_METHOD": "get"}
    answer = app.test_client().open(path, environ_overrides=method)
    assert answer.status_code == status
    assert set(answer.allow) == allow


def test_a_host_may_have_an_underscore(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "My_Service")
    client = create_app().test_client()
    for host, status in (("my_service:8000", 404), ("her_service", 400)):
        assert client.get("/nowhere", headers={"Host": host}).status_code == status
