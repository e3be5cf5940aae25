"""What may a scenario answer instead of data? Refusals are rows, and values: they are no mistake of the client.

Each says in one sentence what a client should do.
"""

from dataclasses import dataclass

from sandbox.basis import Basis
from sandbox.scenario.timeline import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer without data: the HTTP status, the FHIR issue code and the sentence; `waits` if it announces a wait."""

    name: str
    status: int
    code: str
    text: str
    waits: bool = False
    basis: Basis


# Columns: name, HTTP status, issue code, what is said, how it is known.
# fmt: off
REFUSALS: dict[str, Refusal] = {row.name: row for row in (
    Refusal(name="transient",  status=429, code="transient",  waits=True, basis=Basis.DOCUMENTED,
            text="The first sync of this patient's data is not finished. Ask again after the announced wait."),
    Refusal(name="throttled",  status=429, code="throttled",  waits=True, basis=Basis.INFERRED,
            text="Too many requests. Wait as long as Retry-After says, and ask less often from then on."),
    Refusal(name="processing", status=422, code="processing", basis=Basis.DOCUMENTED,
            text="None of this patient's data could be synchronized. Do not ask again with this authorization: "
                 "let the patient authorize anew."),
    Refusal(name="expired",    status=401, code="expired",    basis=Basis.CHOICE,
            text="The access token has expired. Refresh it once, and use the new one."),
    Refusal(name="revoked",    status=401, code="login",      basis=Basis.INFERRED,
            text="The access token was revoked. Let the patient authorize anew."),
    Refusal(name="refreshed",  status=401, code="login",      basis=Basis.INFERRED,
            text="The access token was refreshed, which ended it. Use the newest one."),
    Refusal(name="forbidden",  status=403, code="forbidden",  basis=Basis.INFERRED,
            text="This token may not do that. Asking again changes nothing."),
    Refusal(name="500",        status=500, code="exception",  basis=Basis.INFERRED,
            text="The server has failed. Ask again a little later, a few times at most."),
    Refusal(name="502",        status=502, code="exception",  basis=Basis.CHOICE,
            text="A gateway got no proper answer. Ask again a little later, a few times at most."),
    Refusal(name="503",        status=503, code="exception",  basis=Basis.CHOICE,
            text="The server is not available just now. Ask again a little later, a few times at most."),
    Refusal(name="504",        status=504, code="timeout",    basis=Basis.CHOICE,
            text="A gateway got no answer in time. Ask again a little later, a few times at most."),
)}
# fmt: on

# Phase -> the refusal that it means; the phases that are not here let the data through.
REFUSED: dict[Phase, Refusal] = {
    Phase.SYNCING: REFUSALS["transient"],
    Phase.FAILED: REFUSALS["processing"],
    Phase.EXPIRED: REFUSALS["expired"],
    Phase.REVOKED: REFUSALS["revoked"],
    Phase.FORBIDDEN: REFUSALS["forbidden"],
}
