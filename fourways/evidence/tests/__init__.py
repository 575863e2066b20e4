"""Tests of the evidence: its files, what makes them, what compares them."""
