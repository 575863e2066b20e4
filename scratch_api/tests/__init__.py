"""Tests of the backend's own parts. The contract suite tests it as a whole."""
