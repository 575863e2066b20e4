"""Whose wrong passwords are counted, behind a proxy, and how that waits."""

import time
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


def test_two_that_count_and_clear_away_do_not_wait_for_each_other(app: Flask) -> None:
    engine = app.extensions["engine"]
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    insert = "INSERT INTO sign_in_failures VALUES (:key, 1, '2020-01-01')"
    one_more = "UPDATE sign_in_failures SET failures = 2 WHERE counted = :key"
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"

    def clear_away() -> None:
        with app.app_context():
            count_failure({})

    with engine.begin() as connection:
        connection.execute(text(insert), [{"key": "b"}, {"key": "a"}])
    other = Thread(target=clear_away)
    with engine.begin() as connection:
        connection.execute(text(one_more), {"key": "a"})
        other.start()
        while not connection.scalar(text(waiting)):
            time.sleep(0.01)
        connection.execute(text(one_more), {"key": "b"})  # locked by the other?
    other.join(10.0)
    with engine.connect() as connection:
        assert not connection.scalar(text("SELECT count(*) FROM sign_in_failures"))
