"""Where should somebody look who asked for what is not there? At what is served, by these settings."""

# tested by: tests/api/fhir/test_errors.py, tests/api/admin/test_door.py

from sandbox.backend import Backend

_HINT = "FHIR is served at /fhir; GET /_sandbox/openapi.json lists what can be steered."
_NO_ADMIN = "FHIR is served at /fhir; of /_sandbox there is GET /_sandbox/health alone, by SANDBOX_ADMIN=off."


def hint(backend: Backend) -> str:
    """Return a sentence that leads to what is served."""
    if backend.settings.admin == "off":
        return _NO_ADMIN
    return _HINT
