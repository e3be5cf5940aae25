"""Tests of sandbox.search.evaluate."""
