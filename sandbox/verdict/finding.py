"""What does a rule find? A result, the entries that show it, and a sentence that says what happened."""

# tested by: tests/verdict/test_judge.py

from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    """How a rule, or the whole verdict, turns out."""

    PASS = "pass"  # noqa: S105 - a result, no secret
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    NOT_EXERCISED = "not-exercised"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one journal."""

    result: Result
    entries: tuple[int, ...] = ()
    says: str = ""
    repair: str = ""  # of this very violation, where the one of the rule would not mend it
    hints_of: str = ""  # the rule whose options of libraries mend it, where those of its own would not


def passed(says: str, *entries: int) -> Finding:
    """Return a finding of a demand that was met."""
    return Finding(Result.PASS, entries, says)


def failed(says: str, *entries: int) -> Finding:
    """Return a finding of a violation, with the entries that show it."""
    return Finding(Result.FAIL, tuple(sorted(set(entries))), says)


def inconclusive(says: str, *entries: int) -> Finding:
    """Return a finding of too little evidence."""
    return Finding(Result.INCONCLUSIVE, tuple(sorted(set(entries))), says)


def not_exercised(says: str) -> Finding:
    """Return a finding of a demand that was never put to the test."""
    return Finding(Result.NOT_EXERCISED, (), says)
