"""Tests of the live page, and of each part behind it."""
