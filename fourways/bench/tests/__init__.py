"""Tests of what the benchmark reads and computes; none of them measures."""
