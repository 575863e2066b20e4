"""Tests of the comparison: the files are right, complete, and shown as they are."""
