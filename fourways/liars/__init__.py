"""Servers that lie: is the suite a judge who notices?

Each is scratch_api, which keeps the contract, with one fault (`lies.py`), and a
backend of its own, a folder beside this file:

    fourways test --backend fourways/liars/forgets-writes --level 1

What must turn red, and only that, stands in tests/.
"""
