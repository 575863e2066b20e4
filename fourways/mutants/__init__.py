"""`fourways mutants`: is the contract suite a good judge? Break backends, and see.

A mutant is a backend with one small change in its code. The suite, alone and over
HTTP, should notice: the mutant is *killed*. One that *survives* shows what the suite
does not ask, or a change that no client could tell.

operators.py    the changes: cosmic-ray's, and three of our own
nodes.py        places in the code that are left alone, by rule
scope.py        which files of a backend are changed
mutant.py       one change, its name, and all of those of a file
ordering.py     a plugin of pytest: tests in the order in which they are likely to fail
together.py     survivors with a known reason, many at once
trial.py        one mutant against the suite, in a process of its own
campaign.py     many of them, side by side
session.py      what came out so far, as a file: an interrupted run is taken up again
explained.py    survivors that no client could tell, by hand, with the reason
recorded.py     docs/mutants/*.json
page.py         docs/suite.md
command.py      the command line
"""
