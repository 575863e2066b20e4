"""Of two that must not run at once, one waits for the other."""

import threading
from pathlib import Path

import pytest

from contract_tests.support.alone import alone

SECONDS = 10.0


def test_the_second_waits_until_the_first_has_ended(tmp_path: Path) -> None:
    said = []
    began = threading.Event()

    def second() -> None:
        began.set()
        with alone(tmp_path, "a table"):
            said.append("second")

    thread = threading.Thread(target=second)
    with alone(tmp_path, "a table"):
        thread.start()
        assert began.wait(SECONDS)
        thread.join(0.2)
        assert thread.is_alive(), "it did not wait"
        said.append("first")
    thread.join(SECONDS)
    assert said == ["first", "second"]


def test_nobody_waits_for_what_is_called_otherwise(tmp_path: Path) -> None:
    with alone(tmp_path, "a table"), alone(tmp_path, "a chair"):
        pass


def test_one_that_failed_keeps_nobody_waiting(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone(tmp_path, "a table"):
        raise ZeroDivisionError
    with alone(tmp_path, "a table"):
        pass
