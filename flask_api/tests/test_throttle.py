"""Whose wrong passwords are counted, behind a proxy."""

import pytest
from flask import Flask

from flask_api.throttle import client_address


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        (None, "127.0.0.1"),
        ("", "127.0.0.1"),
        ("9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("9.9.9.9,1.2.3.4 ", "1.2.3.4"),
        ('"x, 1.2.3.4', "1.2.3.4"),
        ('x", 1.2.3.4', "1.2.3.4"),
        ('"9.9.9.9, \\", 1.2.3.4', "1.2.3.4"),
    ],
)
def test_a_client_cannot_be_counted_as_the_proxy(
    forwarded: str | None, address: str
) -> None:
    app = Flask(__name__)
    app.config["TRUSTED_PROXIES"] = 1
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    remote = {"REMOTE_ADDR": "127.0.0.1"}
    with app.test_request_context(headers=headers, environ_base=remote):
        assert client_address() == address
