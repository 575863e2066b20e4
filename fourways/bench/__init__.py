"""`fourways bench`: how fast servers answer, always beside others in the same run.

commands.py    the command line
contenders.py  the servers, and how each is started
served/        the application that all of them serve
wrk.py         the load generator
hardened.py    each backend beside the app of its framework's tutorial
compare.py     rounds of all servers in turn, medians, ratios
crowd.py       half-sent requests and idle connections
"""

from .commands import bench_app

__all__ = ["bench_app"]
