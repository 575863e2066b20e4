"""Tests of the replicas behind nginx."""
