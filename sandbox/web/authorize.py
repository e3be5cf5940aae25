"""What does a patient say to an application? Yes at once, or what a person decides on a page; then back with a code.

Nothing is sent back where client or redirect URI are not to be trusted, and no page of elsewhere can decide.
"""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from sandbox.access import ERRORS, Application, AuthorizationRequest, Denial, read_request, read_return
from sandbox.problem import Kind, Problem
from sandbox.scenario import Scenario
from sandbox.spelling import did_you_mean
from sandbox.web import consent_page
from sandbox.web.exchange import Answer, Asked
from sandbox.web.fhir import terms
from sandbox.web.fields import of_body, of_query
from sandbox.web.grants import scenario_of
from sandbox.web.status import STATUS
from sandbox.world import World

OWN = ("sandbox_scenario", "sandbox_patient", "sandbox_error")
_AS_CHOSEN = ("sandbox_scenario", "default")

Fields = Mapping[str, str]


def ask(world: World, asked: Asked) -> Answer:
    """Ask the patient, who agrees at once or is shown a page."""
    try:
        return _ask(world, asked)
    except Problem as problem:
        if "text/html" not in asked.header("Accept"):
            raise
        return consent_page.refuse(STATUS[problem.kind], problem.text)


def decide(world: World, asked: Asked) -> Answer:
    """Do as the person on the page has decided."""
    _check_page(world, asked)
    fields, decision = of_query(asked), of_body(asked)
    known = _trusted(world, fields)
    if decision.get("decision") not in {"allow", "refuse"}:
        raise Denial("invalid_request", "decision takes allow or refuse.")
    if decision["decision"] == "refuse":
        return _back(known[1], fields, Denial("access_denied", "The patient has refused."), HTTPStatus.SEE_OTHER)
    try:
        request = read_request(fields, known, terms(world, asked).bases)
    except Denial as denial:
        return _back(known[1], fields, denial, HTTPStatus.SEE_OTHER)
    # What the page shows as chosen is what the address says.
    picked = {name: value for name, value in decision.items() if name in OWN and (name, value) != _AS_CHOSEN}
    return _agree(world, fields | picked, request, HTTPStatus.SEE_OTHER)


def _check_page(world: World, asked: Asked) -> None:
    """Raise Problem for a page of elsewhere; a client that is no browser does not say where it comes from."""
    own = {asked.origin(), world.settings.public_url or ""}
    came = asked.headers.get("Origin", None)
    foreign = came is not None and came.partition("//")[2] not in {_host(address) for address in own}
    if foreign or asked.header("Sec-Fetch-Site") not in {"", "same-origin", "none"}:
        raise Problem(Kind.FORBIDDEN, "Only the page of this sandbox may decide.")


def _host(address: str) -> str | None:
    """Return host and port of an address."""
    return address.partition("//")[2].partition("/")[0] or None


def _ask(world: World, asked: Asked) -> Answer:
    fields = of_query(asked)
    known = _trusted(world, fields)
    patient, scenario = _chosen(world, fields)
    try:
        request = read_request(fields, known, terms(world, asked).bases)
    except Denial as denial:
        return _back(known[1], fields, denial, HTTPStatus.FOUND)
    if "sandbox_error" in fields:
        wished = Denial(fields["sandbox_error"], "The sandbox was asked to answer so.")
        return _back(known[1], fields, wished, HTTPStatus.FOUND)
    if world.settings.consent == "page":
        return consent_page.show(world, asked, request, (patient, scenario or world.default))
    return _agree(world, fields, request, HTTPStatus.FOUND)


def _trusted(world: World, fields: Fields) -> tuple[Application, str]:
    """Return application and redirect URI; raises Denial for what may not be redirected, or is a slip of the tester."""
    known = read_return(fields, world.settings.trusted_hosts)
    for name in fields:
        if name.startswith("sandbox_") and name not in OWN:
            raise Denial("invalid_request", f"{name} means nothing here.{did_you_mean(name, OWN)}")
    if fields.get("sandbox_error", "access_denied") not in ERRORS:
        raise Denial("invalid_request", f"sandbox_error takes {', '.join(ERRORS)}.")
    return known


def _chosen(world: World, fields: Fields) -> tuple[str, Scenario | None]:
    """Return the patient (an id) and the scenario that were chosen; raises Denial."""
    try:
        patient = world.find_patient(fields.get("sandbox_patient", ""))
    except ValueError as error:
        raise Denial("invalid_request", f"sandbox_patient: {error}") from None
    return patient, scenario_of(fields)


def _agree(world: World, fields: Fields, request: AuthorizationRequest, status: HTTPStatus) -> Answer:
    consent = world.consent(request, *_chosen(world, fields))
    return _redirect(request.redirect_uri, {"code": consent.code}, fields, status)


def _back(redirect_uri: str, fields: Fields, denial: Denial, status: HTTPStatus) -> Answer:
    return _redirect(redirect_uri, {"error": denial.error, "error_description": denial.text}, fields, status)


def _redirect(redirect_uri: str, told: dict[str, str], fields: Fields, status: HTTPStatus) -> Answer:
    state = {"state": fields["state"]} if "state" in fields else {}
    address = f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{urlencode(told | state)}"
    return Answer(status, (("Location", address), ("Cache-Control", "no-store")), b"")
