"""What does an application ask of a patient? The authorization request, read from its parameters.

Authorization code with PKCE, http://www.rfc-editor.org/rfc/rfc6749#section-4.1 and rfc7636. Where the client or its
redirect URI cannot be trusted, nothing is ever sent back there.
"""

# tested by: tests/api/oauth/test_authorize.py

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sandbox.oauth.clients import Client, read_publishable
from sandbox.oauth.errors import OAuthError
from sandbox.trusted_hosts import is_trusted

OFFLINE = "offline_access"
SCOPES = ("launch/patient", OFFLINE)

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_CLINICAL = re.compile(r"patient/[A-Za-z*]+\.[a-z*]+")
_ENDPOINT = re.compile(r"[A-Za-z0-9.-]{1,64}")
_LONGEST_ID = 256  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """What is asked for."""

    application: Client | None = None  # None is whoever steers the sandbox
    redirect_uri: str = ""
    """where the code goes, "" for nowhere"""
    challenge: str = ""  # of PKCE: the base64url of a SHA-256, 43 characters
    scope: tuple[str, ...] = SCOPES  # what is granted of the scopes that were asked for
    external_id: str = ""  # the application's own name for its user
    endpoint: str = ""  # the id of the endpoint; "" is the one that the sandbox has
    smart: bool = False  # the client speaks SMART App Launch: it named an `aud`


def read_return(fields: Mapping[str, str], hosts: Collection[str]) -> tuple[Client, str]:
    """Return the application and the redirect URI; raises OAuthError, and then nothing may be redirected."""
    application = read_publishable(fields.get("client_id", ""))
    uri = fields.get("redirect_uri", "")
    if not uri:
        raise OAuthError("invalid_request", "redirect_uri is missing.")
    if not is_trusted(uri, hosts):
        raise OAuthError(
            "invalid_request",
            "redirect_uri must be an http(s) address, without user and fragment, on this machine (localhost, "
            "127.0.0.1, [::1]) or on a host of SANDBOX_TRUSTED_HOSTS.",
        )
    return application, uri


def read_request(
    fields: Mapping[str, str], known: tuple[Client, str], audience: Collection[str]
) -> AuthorizationRequest:
    """Return the request of an application and redirect URI that are *known*; raises OAuthError, to be sent back there.

    *audience* are the base URLs of the FHIR API: a SMART client names one in `aud`, and need not name its user.
    """
    if fields.get("response_type") != "code":
        raise OAuthError("unsupported_response_type", "response_type must be code.")
    if fields.get("code_challenge_method") != "S256":
        raise OAuthError("invalid_request", "code_challenge_method must be S256.")
    if not _CHALLENGE.fullmatch(fields.get("code_challenge", "")):
        raise OAuthError("invalid_request", "code_challenge must be the base64url of a SHA-256, 43 characters.")
    smart = "aud" in fields
    if smart and fields["aud"].rstrip("/") not in audience:
        raise OAuthError("invalid_request", f"aud must be {' or '.join(audience)}.")
    external_id = fields.get("flexpa_external_id", "")
    if not (external_id or smart) or len(external_id) > _LONGEST_ID:
        raise OAuthError("invalid_request", f"flexpa_external_id is needed, at most {_LONGEST_ID} characters.")
    endpoint = fields.get("flexpa_endpoint_id", "")
    if endpoint and not _ENDPOINT.fullmatch(endpoint):
        raise OAuthError("invalid_request", "flexpa_endpoint_id must be an id of letters, digits, '.' and '-'.")
    return AuthorizationRequest(
        application=known[0],
        redirect_uri=known[1],
        challenge=fields["code_challenge"],
        scope=_scope(fields.get("scope", "")),
        external_id=external_id,
        endpoint=endpoint,
        smart=smart,
    )


def _scope(asked: str) -> tuple[str, ...]:
    """Return what is granted of the scopes that are asked for: those that mean something here."""
    wanted = asked.split() or [SCOPES[0]]
    granted = tuple(dict.fromkeys(scope for scope in wanted if scope in SCOPES or _CLINICAL.fullmatch(scope)))
    if not granted:
        raise OAuthError("invalid_scope", f"scope can be {' '.join(SCOPES)}.")
    return granted
