"""How far the room is: a page for its screen, and what learners send to it.

A learner who wants to joins with `fourways workshop check --board ADDRESS` and a
nickname; `client.report_progress` sends that and the stage, nothing else.
"""
