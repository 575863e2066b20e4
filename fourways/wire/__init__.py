"""`fourways wire`: what HTTP/1.1 demands of a server, asked of several, byte by byte.

data/musts.toml   every MUST of RFC 9112 and 9110 for a server, as far as it is about
                  the wire: which cases test it, or why no client can
data/cases/       what is sent, and what is right; data/crowds.toml: many clients
cases.py          reads them
expected.py       "400 closed": what a case accepts
servers.py        the servers, with short time-outs where they have such a setting
served/           the application that all of them serve: it answers what it has seen
responses.py      a strict reader of responses
line.py           a connection; exchange.py: one case on one
crowd.py          many connections that drip, stall, leave or pipeline
judge.py          right, lenient, wrong, hang
running.py        all cases on all servers
record.py         what was found, as JSON; page.py: as docs/wire.md
show.py           the same in a terminal; telling.py: how far it is
command.py        the command line
"""
