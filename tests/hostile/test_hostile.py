"""Does the server stand what is hostile? Six hundred requests here, 300,000 by `make hostile`."""

from pathlib import Path

import pytest

from tests.cli.command import serving
from tests.hostile.checks import HostileAnswer, fault_of
from tests.hostile.generator import FAMILIES, OTHERS, PATIENT, HostileRequest, hostile_requests
from tests.hostile.siege import besiege


def test_every_hostile_request_is_answered_as_it_should_be(tmp_path: Path) -> None:
    """In the shape of its API, never with 500, and with nothing on stderr; the server is as well as before."""
    with serving(tmp_path) as server:
        siege = besiege(server.port, hostile_requests(2026, 600))
        health = server.get("/_sandbox/health").status_code
        _, _, said = server.stop()

    wrong = [(fault, request.sent()[:500]) for request, fault in siege.faults if not fault.startswith("slow")]
    assert [] == wrong
    assert (200, 1, 600) == (health, len(said.splitlines()), siege.asked.total())
    assert {family.__name__ for family in FAMILIES} == siege.asked.keys()


def test_the_same_seed_gives_the_same_requests() -> None:
    """So that what was found is found again."""
    first, second = ([request.sent() for request in hostile_requests(7, 300)] for _ in range(2))

    assert first == second
    assert first != [request.sent() for request in hostile_requests(8, 300)]


_FHIR = {"x-sandbox": "x", "content-type": "application/fhir+json"}
_LOGIN = (("Authorization", f"Bearer {PATIENT}"),)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (HostileAnswer(200, _FHIR, b"{}", 0.1), ""),
        (HostileAnswer(500, _FHIR, b"{}", 0.1), "500"),
        (HostileAnswer(0, {}, b"", 0.1), "no answer"),
        (HostileAnswer(200, {}, b"{}", 0.1), "no X-Sandbox"),
        (HostileAnswer(200, _FHIR, b"{", 0.1), "no JSON"),
        (HostileAnswer(200, _FHIR, b"{}", 0.9), "slow: 0.9 s"),
        (
            HostileAnswer(400, _FHIR, b'{"resourceType":"OperationOutcome","issue":[]}', 0.1),
            "an outcome without an issue",
        ),
        (HostileAnswer(400, _FHIR, b'{"statusCode":400,"message":""}', 0.1), "an error without a message"),
        (HostileAnswer(400, _FHIR, b'{"a":1}', 0.1), "an error of no shape at /fhir/Procedure"),
        (HostileAnswer(200, _FHIR, f'{{"id":"{OTHERS}"}}'.encode(), 0.1), "another patient's data"),
    ],
)
def test_what_is_at_fault_is_seen(answer: HostileAnswer, fault: str) -> None:
    """Or the run would prove nothing."""
    assert fault == fault_of(HostileRequest("search", "GET", "/fhir/Procedure", _LOGIN), answer)
