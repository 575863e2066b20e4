"""`fourways bench`: how fast servers and backends answer, always beside others.

commands/      the command line
load.py        what is asked and how hard; generators/ has the programs that ask
turns.py       rounds of all that is compared, in turn

contenders.py  servers; starts.py has their commands, served/ what they serve
compare.py     the server floor
crowd.py       half-sent requests and idle connections

subject.py     backends, with somebody signed in
api.py         each beside its quickstart version and its bare SQL
statements.py  what a request says to the database (hook/ writes it down)
replay.py      the same again, with nothing around it
growth.py      among few and among many bookmarks
fill.py        many bookmarks, quickly; schema.py knows the backends' tables
profile.py     whose time a request takes (sampler/ looks, whose.py tells)
costs.py       time to start, memory, distributions

record.py      results as they are kept, in docs/performance/
shown/         results as tables (sheet.py) and plots (plot.py)
document.py    docs/performance.md
"""

from .commands import bench_app

__all__ = ["bench_app"]
