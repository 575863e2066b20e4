"""Slides of the workshop, made from its stages, its code and the leader's notes.

deck.py    which slides there are, and what is on each
prose.py   Markdown and code as HTML
build.py   the folder: one page, its style, its script, the speaker's window
"""
