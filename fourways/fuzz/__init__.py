"""`fourways fuzz`: requests that nobody would write, to all backends at once.

asked.py      one request, with placeholders for what a backend gave out
described.py  requests that Schemathesis makes from openapi.yaml
grammar.py    requests by a grammar of our own, made of
              json_text.py  JSON texts, wrong ones included
              members.py    bodies for each operation
              parts.py      queries and headers
              choosing.py   how often what
targets.py    the servers that are asked
caller.py     somebody who asks one of them, and puts things back
judging.py    what is wrong with the answers, each alone and beside each other
answers.py    what of an answer has to be the same everywhere
run.py        ask until the requests are used up; make small what is found
counts.py     how many there were
result.py     what a run has found, as data; page.py: docs/fuzz.md
show.py       the same in a terminal; command.py: the command line
"""
