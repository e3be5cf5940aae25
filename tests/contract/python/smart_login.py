"""A SMART app with fhirclient for Python: discovery by the CapabilityStatement, launch with PKCE, refresh, read."""

from typing import Any

import requests
from fhirclient.client import FHIRClient
from fhirclient.models.patient import Patient
from fhirclient.models.procedure import Procedure

from tests.contract.python.told import FHIR, say

SETTINGS = {
    "app_id": "pk_test_smart",
    "app_secret": "sk_test_smart",
    "api_base": FHIR,
    "redirect_uri": "http://localhost:3000/callback",
    "scope": "launch/patient patient/*.read offline_access",
}


def main() -> None:
    """Launch, read, search, refresh, and read again."""
    app: Any = FHIRClient(settings=SETTINGS)
    app.prepare()
    answer = requests.get(app.authorize_url, allow_redirects=False, timeout=10)
    back = answer.headers["Location"]
    app.handle_callback(back)
    say("agreed", state=f"state={app.server.auth.auth_state}" in back)
    say("granted", patient=app.patient_id)
    say("read", id=app.patient.id)
    search = Procedure.where({"patient": app.patient_id, "status": "completed"})
    say("found", ids=[entry.resource.id for entry in next(search.perform_iter(app.server)).entry])
    before = app.server.auth.access_token
    app.reauthorize()
    say("refreshed", id=Patient.read(app.patient_id, app.server).id, new=app.server.auth.access_token != before)


if __name__ == "__main__":
    main()
