"""Requests are odd, answers are judged, findings are small; and a short real run."""
