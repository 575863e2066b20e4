"""Tests of the site: what is built, and how it behaves in a browser."""
