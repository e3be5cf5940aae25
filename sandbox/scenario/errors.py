"""What may a scenario answer instead of data? Refusals are rows, and values: they are no mistake of the client.

Each says in one sentence what a client should do.
"""

# tested by: tests/api/admin/test_order.py

from dataclasses import dataclass

from sandbox.basis import Basis
from sandbox.scenario.timeline import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedError:
    """An answer without data: the HTTP status, the FHIR issue code and the sentence; `waits` if it announces a wait."""

    name: str
    """by which plans and phases mean it"""
    status: int
    """the HTTP status"""
    code: str
    """the issue code of the OperationOutcome"""
    text: str
    """one sentence that says what a client should do"""
    waits: bool = False
    """whether it announces a wait"""
    basis: Basis
    """how it is known"""


# Columns: name, HTTP status, issue code, what is said, how it is known.
# fmt: off
CANNED_ERRORS: dict[str, CannedError] = {row.name: row for row in (
    CannedError(name="transient",  status=429, code="transient",  waits=True, basis=Basis.DOCUMENTED,
                text="The first sync of this patient's data is not finished. Ask again after the announced wait."),
    CannedError(name="throttled",  status=429, code="throttled",  waits=True, basis=Basis.INFERRED,
                text="Too many requests. Wait as long as Retry-After says, and ask less often from then on."),
    CannedError(name="processing", status=422, code="processing", basis=Basis.DOCUMENTED,
                text="None of this patient's data could be synchronized. Do not ask again with this authorization: "
                     "let the patient authorize anew."),
    CannedError(name="expired",    status=401, code="expired",    basis=Basis.CHOICE,
                text="The access token has expired. Refresh it once, and use the new one."),
    CannedError(name="revoked",    status=401, code="login",      basis=Basis.INFERRED,
                text="The access token was revoked. Let the patient authorize anew."),
    CannedError(name="refreshed",  status=401, code="login",      basis=Basis.INFERRED,
                text="The access token was refreshed, which ended it. Use the newest one."),
    CannedError(name="forbidden",  status=403, code="forbidden",  basis=Basis.INFERRED,
                text="This token may not do that. Asking again changes nothing."),
    CannedError(name="400",        status=400, code="invalid",    basis=Basis.CHOICE,
                text="The request cannot be understood. Asking again changes nothing."),
    CannedError(name="404",        status=404, code="not-found",  basis=Basis.CHOICE,
                text="There is no such thing. Asking again changes nothing."),
    CannedError(name="408",        status=408, code="timeout",    basis=Basis.CHOICE,
                text="The request did not arrive in time. Send it again a little later, a few times at most."),
    CannedError(name="409",        status=409, code="conflict",   basis=Basis.CHOICE,
                text="The request is in conflict with what is there. Asking again changes nothing."),
    CannedError(name="410",        status=410, code="deleted",    basis=Basis.CHOICE,
                text="What was there is gone for good. Asking again changes nothing."),
    CannedError(name="413",        status=413, code="too-long",   basis=Basis.CHOICE,
                text="The request is too large. Asking the same again changes nothing: ask for less."),
    CannedError(name="422",        status=422, code="invalid",    basis=Basis.CHOICE,
                text="The request breaks a rule. Asking the same again changes nothing."),
    CannedError(name="425",        status=425, code="transient",  basis=Basis.CHOICE,
                text="The request came too early in its connection. Send it again a little later, a few times at "
                     "most."),
    CannedError(name="500",        status=500, code="exception",  basis=Basis.INFERRED,
                text="The server has failed. Ask again a little later, a few times at most."),
    CannedError(name="502",        status=502, code="exception",  basis=Basis.CHOICE,
                text="A gateway got no proper answer. Ask again a little later, a few times at most."),
    CannedError(name="503",        status=503, code="exception",  basis=Basis.CHOICE,
                text="The server is not available just now. Ask again a little later, a few times at most."),
    CannedError(name="504",        status=504, code="timeout",    basis=Basis.CHOICE,
                text="A gateway got no answer in time. Ask again a little later, a few times at most."),
)}
# fmt: on

# Phase -> the refusal that it means; the phases that are not here let the data through.
PHASE_ERRORS: dict[Phase, CannedError] = {
    Phase.SYNCING: CANNED_ERRORS["transient"],
    Phase.FAILED: CANNED_ERRORS["processing"],
    Phase.EXPIRED: CANNED_ERRORS["expired"],
    Phase.REVOKED: CANNED_ERRORS["revoked"],
    Phase.FORBIDDEN: CANNED_ERRORS["forbidden"],
}
