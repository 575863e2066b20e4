"""The text of a time, which the suite meets without microseconds once in a million."""

from datetime import UTC, datetime

from pydantic import TypeAdapter

from fastapi_api.schemas import Time


def test_a_time_has_six_digits_when_all_of_them_are_zero() -> None:
    written = TypeAdapter(Time).dump_python(datetime(2030, 1, 2, tzinfo=UTC))
    assert written == "2030-01-02T00:00:00.000000Z"
