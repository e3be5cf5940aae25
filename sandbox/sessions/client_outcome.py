"""How does the client say it went? Its own word, which only whoever runs it can pass on.

# tested by: tests/api/admin/test_verdict_call.py
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientOutcome:
    """Whether it reported success, and, if it said so, how many resources it has."""

    success: bool
    count: int | None = None
