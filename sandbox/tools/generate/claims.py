"""What does the insurer know of a Procedure? Its look when it was derived from a claim, beside the clinic's own record.

Such a Procedure carries the insurer's id and address, the vendor's tags, often no display, a date without a time, the
performer by NPI alone, and now and then it comes twice.
"""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from sandbox.tools.generate.calendar import Moment
from sandbox.tools.generate.chart import Chart
from sandbox.tools.generate.codes import concept
from sandbox.tools.generate.identity import NPI, id_of
from sandbox.tools.generate.region import Doctor, Json

TAGS = "https://fhir.flexpa.com/identifiers/"
_APPLICATION = id_of(0, "application")
_NEW_MODE = "2024-09-10"  # since then the vendor's mode tag has another name


def claim(chart: Chart, code: str, at: Moment, doctor: Doctor, reason: str) -> list[str]:
    """Add what the insurer made of a claim, once or twice; return the references."""
    payer = chart.person.payer
    shown = chart.happens(55)
    found = []
    for _ in range(2 if chart.happens(12) else 1):
        number = f"{payer.mark}-{chart.person.number}-{chart.count('Procedure') + 1}"
        stamp = at.later(60 * 24 * chart.rng.randrange(6, 40)).utc
        body: Json = {
            "identifier": [{"system": f"{payer.url}/Procedure/SourceResourceId", "value": number}],
            "status": "completed",
            "code": concept(code, display=shown),
            "subject": {"reference": chart.person.link.reference},
            "performedDateTime": at.day,
            "performer": [
                {"actor": {"identifier": {"system": NPI, "value": doctor.npi}, "display": doctor.who.display}}
            ],
            "reasonCode": [concept(reason, display=shown)] if reason else [],
        }
        meta = {"source": f"{payer.url}/ExplanationOfBenefit/{number}", "tag": tags(chart, payer.endpoint, stamp)}
        found.append(chart.add("Procedure", "procedure", stamp, body, meta))
    return found


def tags(chart: Chart, endpoint: str, stamp: str) -> list[dict[str, str]]:
    """Return the vendor's tags of what came through an endpoint."""
    if stamp >= _NEW_MODE:
        mode = "PatientAuthorizationMode"
    else:
        mode = "PatientAccessTokenMode"
    return [
        {"system": f"{TAGS}PatientAccessTokenId", "code": chart.person.authorization},
        {"system": f"{TAGS}EndpointId", "code": endpoint},
        {"system": f"{TAGS}ApplicationId", "code": _APPLICATION},
        {"system": f"{TAGS}{mode}", "code": "TEST"},
    ]
