"""Tests of `fourways mutants`."""
