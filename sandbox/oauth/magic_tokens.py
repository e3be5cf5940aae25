"""What may the bearer of this token do? Reads the tokens that a user makes up.

`pat_test_<scenario>[~<patient>[~<label>]]` reaches one patient, `aat_test_<scenario>[~[~<label>]]` all of them. The
label has no meaning but to make the token another one, hence another session. What is not such a token is refused
without being kept: it may be a real secret.
"""

import re
from dataclasses import dataclass

from sandbox.problem import Problem, ProblemKind

PATIENT_PREFIX = "pat_test_"
APPLICATION_PREFIX = "aat_test_"
_REAL = re.compile(r"[a-z]+_live_|sk_|pk_|eyJ[\w-]+\.[\w-]+\.")
_JWT = re.compile(r"eyJ[\w-]+\.[\w-]+\.")
_LABEL = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HINT = "Make one up: pat_test_ready for the first persona, pat_test_ready~ada, or aat_test_ready for every patient."


@dataclass(frozen=True, slots=True, kw_only=True)
class MagicToken:
    """What a token grants: every patient, or the one named (`patient` "" is the first persona)."""

    every_patient: bool
    scenario: str
    patient: str = ""
    label: str = ""


def read_header(authorization: str | None) -> str:
    """Return the token of an Authorization header; raises Problem if there is none."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem(ProblemKind.NO_LOGIN, f"An access token is needed: Authorization: Bearer <token>. {_HINT}")
    return token.strip()


def looks_like_jwt(token: str) -> bool:
    """Return whether a token has the form of a JWT, ours or anybody's."""
    return _JWT.match(token) is not None


def read_token(token: str) -> MagicToken:
    """Return what a made-up token grants; raises Problem for any other token."""
    if _REAL.match(token):
        raise _refused(
            "This looks like a real key, or somebody else's token. It was refused, and neither kept nor logged: "
            f"do not send real ones to a sandbox. {_HINT}"
        )
    if not token.startswith((PATIENT_PREFIX, APPLICATION_PREFIX)):
        raise _refused(f"Not a token of this sandbox; it was neither kept nor logged. {_HINT}")
    every_patient = token.startswith(APPLICATION_PREFIX)
    scenario, *rest = token[len(PATIENT_PREFIX) :].split("~")
    patient, label = [*rest, "", ""][:2]
    if len(rest) > 2 or (len(rest) == 2 and not _LABEL.fullmatch(label)):
        raise _refused("A label is 1 to 64 letters, digits, '.', '_' and '-', and the last part of a token.")
    if every_patient and patient:
        raise _refused("An application token names no patient: write aat_test_ready~~label.")
    return MagicToken(every_patient=every_patient, scenario=scenario, patient=patient, label=label)


def _refused(text: str) -> Problem:
    return Problem(ProblemKind.NO_LOGIN, text, "http.Authorization")
