"""Checking: from fixture files to everything that is wrong with them, one issue after the other.

Files are read by `loading`, one resource at a time. What is kept of a resource is its name, its place and its
identifiers, so that the size of a folder shows only in those.
"""

from sandbox.tools.check.checker import Checked, NothingToCheck, check
from sandbox.tools.check.issue import Issue, Violation
from sandbox.tools.check.rules import CHECK_RULES, CheckRule, Severity
from sandbox.tools.check.structure import ExtraMissing

__all__ = [
    "CHECK_RULES",
    "CheckRule",
    "Checked",
    "ExtraMissing",
    "Issue",
    "NothingToCheck",
    "Severity",
    "Violation",
    "check",
]
