"""Tests of the workshop kit."""
