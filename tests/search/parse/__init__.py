"""Tests of sandbox/search/parse."""
