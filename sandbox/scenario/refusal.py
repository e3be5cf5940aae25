"""What may a scenario answer instead of data? A Refusal is a value, for it is no mistake of the client."""

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What holds for a client at a moment."""

    READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer without data: the HTTP status, the FHIR issue code, and the sentence that says what to do."""

    status: int
    code: str
    text: str


# Phase -> the answer that it gives; None lets the data through.
REFUSALS: dict[Phase, Refusal | None] = {
    Phase.READY: None,
}
