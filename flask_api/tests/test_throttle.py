"""Whose wrong passwords are counted, behind a proxy, and how that waits."""

from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import text

from flask_api.throttle import client_address, count_failure


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


def test_clearing_away_leaves_what_somebody_counts_in(app: Flask) -> None:
    engine = app.extensions["engine"]
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    insert = "INSERT INTO sign_in_failures VALUES (:key, 1, '2020-01-01')"
    one_more = "UPDATE sign_in_failures SET failures = 2 WHERE counted = 'a'"

    def clear_away() -> None:
        with app.app_context():
            count_failure({})

    with engine.begin() as connection:
        connection.execute(text(insert), [{"key": "b"}, {"key": "a"}])
    other = Thread(target=clear_away, daemon=True)
    with engine.begin() as connection:
        connection.execute(text(one_more))
        other.start()
        other.join(10.0)
        assert not other.is_alive(), "it waits, and two may wait for each other"
    with engine.connect() as connection:
        left = connection.execute(
            text("SELECT counted, failures FROM sign_in_failures")
        )
        assert left.all() == [("a", 2)]
