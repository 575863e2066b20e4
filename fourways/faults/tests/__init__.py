"""Tests of `fourways faults`: does it see what is wrong, and only that?"""
