"""One archive for machines without a network: wheels, material, slides, site.

lock.py       which distributions of requirements.txt a learner's machine needs
wheels.py     their wheels, for this machine or for others
archive.py    the archive: what goes where
offline/      the installer and the text that are in it
"""
