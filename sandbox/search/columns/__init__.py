"""Columns: all values of one parameter over all resources of a type, ready to be asked."""
