"""Two replicas of a backend behind nginx: the contract through a balancer.

`fourways replicas flask` starts what docs/deploy.md describes, from the files in
docs/deploy, and runs the contract suite through nginx: undisturbed, while one replica
after the other is restarted, and while one is killed.

    deployed.py   the files of docs/deploy, and what has to be another here
    nginx.py      nginx as a process of ours
    access_log.py what nginx says of each request
    group.py      a database, its replicas, nginx in front
    scenarios.py  what happens in the middle of a run
    limits.py     a plugin of pytest: rules that nginx decides otherwise (limits.toml)
    explained.py  which failures a killed replica explains
    running.py    one scenario with one backend, from start to result
    result.py     what came out, as JSON and as tables
    whole.py      all scenarios of a command, and what it prints
    page.py       the parts of docs/deploy.md that are written by it
    command.py    the command line
"""
