"""Tests of the server floor."""
