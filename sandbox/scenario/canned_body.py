"""What stands in the body of a canned error? An OperationOutcome, or what proxies and faulty servers write instead."""

# tested by: tests/api/admin/test_canned_bodies.py

from dataclasses import dataclass
from enum import StrEnum

from sandbox.basis import Basis


class BodyForm(StrEnum):
    """What a body is."""

    OUTCOME = "outcome"
    HTML = "html"
    TEXT = "text"
    EMPTY = "empty"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedBody:
    """The body of a canned error; `json` and `issue` are for that form alone."""

    form: BodyForm = BodyForm.OUTCOME
    json: str = ""  # the text of a JSON value
    issue: str = ""  # the code of its first issue, if that value is an OperationOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFormat:
    """A form of a body: how a plan writes it, what is sent, and how that is known."""

    form: BodyForm
    written: str
    about: str
    basis: Basis


OUTCOME_BODY = CannedBody()

# Columns: form, how a plan writes it, what is sent, how it is known.
# fmt: off
BODY_FORMATS: tuple[BodyFormat, ...] = (
    BodyFormat(form=BodyForm.OUTCOME, written='"outcome"',       basis=Basis.DOCUMENTED,
               about="an OperationOutcome that says what to do, as `application/fhir+json`"),
    BodyFormat(form=BodyForm.HTML,    written='"html"',          basis=Basis.CHOICE,
               about="a page with status and phrase, as `text/html`: what a gateway writes"),
    BodyFormat(form=BodyForm.TEXT,    written='"text"',          basis=Basis.CHOICE,
               about="the sentence alone, as `text/plain`"),
    BodyFormat(form=BodyForm.EMPTY,   written='"empty"',         basis=Basis.CHOICE,
               about="nothing, `Content-Length: 0`, and no content type"),
    BodyFormat(form=BodyForm.JSON,    written='{"json": value}', basis=Basis.CHOICE,
               about="this value, whatever it is, as `application/fhir+json`"),
)
# fmt: on
