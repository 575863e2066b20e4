"""What a server's log tells of failures."""

# Python's words between two exceptions of one failure.
CHAINED = (
    "The above exception was the direct cause of",
    "During handling of the above exception",
)


def failures(log: str) -> int:
    """How many failures a log shows: tracebacks, where a chain of them counts once."""
    blocks = log.count("Traceback (most recent call last)")
    return blocks - sum(log.count(phrase) for phrase in CHAINED)
