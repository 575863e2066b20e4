"""The text of a time, which the suite meets without microseconds once in a million."""

from datetime import UTC, datetime, timedelta, timezone

from django.test import SimpleTestCase

from bookmarks.models import rfc3339


class TimeTest(SimpleTestCase):
    def test_a_time_has_six_digits_when_all_of_them_are_zero(self):
        moment = datetime(2030, 1, 2, tzinfo=UTC)
        assert rfc3339(moment) == "2030-01-02T00:00:00.000000Z"

    def test_a_time_of_another_zone_is_written_in_utc(self):
        moment = datetime(2030, 1, 2, tzinfo=timezone(timedelta(hours=1)))
        assert rfc3339(moment) == "2030-01-01T23:00:00.000000Z"
