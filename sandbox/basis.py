"""Why does the sandbox behave so? Every imitated behaviour names its Basis.

Rows of tables that imitate the real service carry one, without a default: whoever adds a row has to say how it is
known. `docs/fidelity.md` is held against them.
"""

# tested by: tests/manual/test_manual.py

from enum import StrEnum


class Basis(StrEnum):
    """How a behaviour is known."""

    DOCUMENTED = "documented"
    """Public first-party documentation or code of the service says so, or FHIR R4 demands it."""
    INFERRED = "inferred"
    """It follows from observed traffic, from the software behind the service, or from a second-hand digest."""
    CHOICE = "our choice"
    """No public source settles it; the sandbox does what users of such tools expect."""
