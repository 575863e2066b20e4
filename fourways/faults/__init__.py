"""`fourways faults`: what backends do when something breaks, counted.

command.py    the command line
running.py    scenarios on backends and databases, one after the other
scenarios/    one fault a file: what it does, what must hold
scenario.py   what a scenario is, and its verdict
rig.py        a backend made ready: migrated database, user, servers
client.py     one client, and the ways to get no answer
load.py       clients that write; ledger.py what they were told, and the audit
probe.py      GET /health, again and again
cluster.py    a PostgreSQL to kill; disk.py to fill; clock.py to put back
recorded.py   docs/faults.json; page.py docs/faults.md; show.py the terminal
"""
