"""What should a client know of its answer? A SearchWarning becomes an issue of the outcome entry."""

# tested by: docs/search/lenient.md

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchWarning:
    """Something that the client should know about its answer: an OperationOutcome's issue code, and a sentence."""

    code: str
    text: str
