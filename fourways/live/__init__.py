"""`fourways live`: one page that sends a request to every backend at once.

cases.toml   requests to begin with
compose.py   what was typed, to bytes
wire.py      bytes to a server, and what comes back
answer.py    an answer, cut into parts
compare.py   which parts differ between the backends
visitor.py   the user that requests may act as
running.py   a backend while it runs: its answer, its log, its SQL
hook/        how the SQL is seen without changing a backend
exchange.py  one request to all of them
page.py      the page, on 127.0.0.1 alone
serving.py   all of it, from the start to Ctrl-C
"""
