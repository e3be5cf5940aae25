"""What does a patient say to an application? Yes at once, or what a person decides on a page; then back with a code.

Nothing is sent back where client or redirect URI are not to be trusted, and no page of elsewhere can decide.
"""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from sandbox.api.oauth import consent_page
from sandbox.api.oauth.people import FIND
from sandbox.api.oauth.token import scenario_of
from sandbox.api.shared.options import parse_options
from sandbox.api.shared.own_host import check_own_host
from sandbox.backend import Backend
from sandbox.oauth import ERRORS, AuthorizationRequest, Client, OAuthError, read_request, read_return
from sandbox.problem import Problem, ProblemKind
from sandbox.scenario import Scenario
from sandbox.suggest import did_you_mean
from sandbox.web.form import of_body, of_query
from sandbox.web.messages import Request, Response
from sandbox.web.status import STATUS

OWN = ("sandbox_scenario", "sandbox_patient", "sandbox_error")
_AS_CHOSEN = ("sandbox_scenario", "default")

Fields = Mapping[str, str]


def ask(backend: Backend, request: Request) -> Response:
    """Ask the patient, who agrees at once or is shown a page."""
    try:
        return _ask(backend, request)
    except Problem as problem:
        if "text/html" not in request.header("Accept"):
            raise
        return consent_page.refuse(STATUS[problem.kind], problem.text)


def decide(backend: Backend, request: Request) -> Response:
    """Do as the person on the page has decided."""
    _check_page(backend, request)
    fields, decision = of_query(request), of_body(request)
    known = _trusted(backend, fields)
    if decision.get("decision") not in {"allow", "refuse"}:
        raise OAuthError("invalid_request", "decision takes allow or refuse.")
    if decision["decision"] == "refuse":
        return _back(known[1], fields, OAuthError("access_denied", "The patient has refused."), HTTPStatus.SEE_OTHER)
    try:
        authorization_request = read_request(fields, known, parse_options(backend, request).bases)
    except OAuthError as denial:
        return _back(known[1], fields, denial, HTTPStatus.SEE_OTHER)
    # What the page shows as chosen is what the address says.
    picked = {name: value for name, value in decision.items() if name in OWN and (name, value) != _AS_CHOSEN}
    return _agree(backend, fields | picked, authorization_request, HTTPStatus.SEE_OTHER)


def _check_page(backend: Backend, request: Request) -> None:
    """Raise Problem for a page of elsewhere; a client that is no browser does not say where it comes from."""
    check_own_host(backend, request)
    own = {request.origin(), backend.settings.public_url or ""}
    came = request.headers.get("Origin", None)
    foreign = came is not None and came.partition("//")[2] not in {_host(address) for address in own}
    if foreign or request.header("Sec-Fetch-Site") not in {"", "same-origin", "none"}:
        raise Problem(ProblemKind.FORBIDDEN, "Only the page of this sandbox may decide.")


def _host(address: str) -> str | None:
    """Return host and port of an address."""
    return address.partition("//")[2].partition("/")[0] or None


def _ask(backend: Backend, request: Request) -> Response:
    fields = of_query(request)
    known = _trusted(backend, fields)
    patient, scenario = _chosen(backend, fields)
    try:
        authorization_request = read_request(fields, known, parse_options(backend, request).bases)
    except OAuthError as denial:
        return _back(known[1], fields, denial, HTTPStatus.FOUND)
    if "sandbox_error" in fields:
        error = OAuthError(fields["sandbox_error"], "The sandbox was asked to answer so.")
        return _back(known[1], fields, error, HTTPStatus.FOUND)
    if backend.settings.consent == "page":
        check_own_host(backend, request)
        return consent_page.show(backend, request, authorization_request, (patient, scenario or backend.default))
    return _agree(backend, fields, authorization_request, HTTPStatus.FOUND)


def _trusted(backend: Backend, fields: Fields) -> tuple[Client, str]:
    """Return application and redirect URI; raises OAuthError where nothing may be redirected."""
    known = read_return(fields, backend.settings.trusted_hosts)
    for name in fields:
        if name.startswith("sandbox_") and name not in {*OWN, FIND}:
            raise OAuthError("invalid_request", f"{name} means nothing here.{did_you_mean(name, OWN)}")
    if fields.get("sandbox_error", "access_denied") not in ERRORS:
        raise OAuthError("invalid_request", f"sandbox_error takes {', '.join(ERRORS)}.")
    return known


def _chosen(backend: Backend, fields: Fields) -> tuple[str, Scenario | None]:
    """Return the patient (an id) and the scenario that were chosen; raises OAuthError."""
    try:
        patient = backend.find_patient(fields.get("sandbox_patient", ""))
    except ValueError as error:
        raise OAuthError("invalid_request", f"sandbox_patient: {error}") from None
    return patient, scenario_of(fields)


def _agree(
    backend: Backend, fields: Fields, authorization_request: AuthorizationRequest, status: HTTPStatus
) -> Response:
    consent = backend.consent(authorization_request, *_chosen(backend, fields))
    return _redirect(authorization_request.redirect_uri, {"code": consent.code}, fields, status)


def _back(redirect_uri: str, fields: Fields, denial: OAuthError, status: HTTPStatus) -> Response:
    return _redirect(redirect_uri, {"error": denial.error, "error_description": denial.text}, fields, status)


def _redirect(redirect_uri: str, parameters: dict[str, str], fields: Fields, status: HTTPStatus) -> Response:
    if "state" in fields:
        state = {"state": fields["state"]}
    else:
        state = {}
    address = f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{urlencode(parameters | state)}"
    return Response(status, (("Location", address), ("Cache-Control", "no-store")), b"")
