"""Tests of the `fourways` command."""
