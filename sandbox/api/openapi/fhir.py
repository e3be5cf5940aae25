"""What can be asked of the FHIR API, for a machine to read? Its searches, reads and operations.

What R4 says of the resources themselves is R4's: http://hl7.org/fhir/R4/fhir.schema.json.zip
"""

# tested by: tests/api/test_openapi_of_clients.py

from typing import Any

from sandbox.api.openapi.document import STRING, Schema, answer, document, list_of, members, of_path, parameter, ref
from sandbox.fhir.operation_outcome import ISSUE_CODES
from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.scenario.errors import CANNED_ERRORS
from sandbox.search.parameters import search_parameters
from sandbox.search.parse.result_parameters import NAMES

_FHIR_JSON = "application/fhir+json"
_FORM = "application/x-www-form-urlencoded"
_TYPE: Schema = {"enum": sorted(RESOURCE_TYPES)}
_ABOUT = (
    "FHIR R4 over synthetic data; a token says what goes wrong. Names of search parameters also take modifiers and "
    "chains (`code:in`, `patient.family`, `_has:...`), of which OpenAPI has no word."
)

_ISSUE: Schema = members(
    {
        "severity": {"enum": ["fatal", "error", "warning", "information"]},
        "code": {
            "enum": sorted({*ISSUE_CODES.values(), *(row.code for row in CANNED_ERRORS.values()), "informational"})
        },
        "details": members({"text": STRING}),
        "diagnostics": STRING,
    },
    {"location": list_of(STRING), "expression": list_of(STRING)},
)
_ENTRY: Schema = members(
    {
        "fullUrl": STRING,
        "resource": ref("Resource"),
        "search": members({"mode": {"enum": ["match", "include", "outcome"]}}),
    }
)
_BUNDLE: Schema = members(
    {
        "resourceType": {"const": "Bundle"},
        "type": {"const": "searchset"},
        "link": list_of(members({"relation": {"enum": ["self", "first", "previous", "next", "last"]}, "url": STRING})),
    },
    {"total": {"type": "integer", "minimum": 0}, "entry": list_of(_ENTRY)},
)
SCHEMAS: dict[str, Schema] = {
    "Bundle": _BUNDLE,
    "OperationOutcome": members(
        {"resourceType": {"const": "OperationOutcome"}, "issue": list_of(_ISSUE)}, {"id": STRING}
    ),
    "Resource": {
        "type": "object",
        "required": ["resourceType"],
        "properties": {"resourceType": _TYPE, "id": STRING, "meta": {"type": "object"}},
    },
    "CapabilityStatement": {
        "type": "object",
        "required": ["resourceType", "status", "date", "kind", "fhirVersion", "format", "rest"],
        "properties": {"resourceType": {"const": "CapabilityStatement"}, "fhirVersion": {"const": "4.0.1"}},
    },
}

_ERRORS: dict[str, Any] = {
    "4XX": answer(
        "a mistake, or the scenario's word: 401, 403, 404, 422, 429 ...", ref("OperationOutcome"), _FHIR_JSON
    ),
    "5XX": answer("the scenario's word, as an OperationOutcome or as a gateway writes it"),
}
_REPEATED: Schema = {"type": "array", "items": STRING}
_HEADERS = [
    parameter("Prefer", "header", STRING, "handling=lenient: unknown parameters are ignored, and the answer says so")
]


def fhir_openapi() -> dict[str, Any]:
    """Return the document of what stands below /fhir."""
    paths: dict[str, Any] = {
        "/metadata": {
            "get": _operation("metadata", "Say what this server can do", "CapabilityStatement") | {"security": []}
        },
        "/": {"get": _search("searchSystem", "Search in several types", "")},
        "/_search": {"post": _by_form("searchSystemByForm", "Search in several types")},
        "/Procedure": {"get": _search("searchProcedures", "Search Procedures", "Procedure")},
        "/{type}": {"get": _search("search", "Search resources of a type", "")},
        "/{type}/_search": {"post": _by_form("searchByForm", "Search resources of a type")},
        "/{type}/{id}": {"get": _operation("read", "Read a resource", "Resource")},
        "/{type}/{id}/_history/{version}": {"get": _operation("vread", "Read a version of a resource", "Resource")},
        "/Patient/$everything": {
            "get": _search("everythingOfMine", "Bring all that belongs to the token's patient", "")
        },
        "/Patient/{id}/$everything": {"get": _search("everything", "Bring all that belongs to a patient", "")},
        "/Patient/{id}/$expunge": {
            "post": _operation("expunge", "Let all be gone that belongs to a patient", "OperationOutcome")
        },
        "/{owner}/{id}/{type}": {"get": _search("searchCompartment", "Search in a compartment", "")},
        "/{owner}/{id}/{type}/_search": {"post": _by_form("searchCompartmentByForm", "Search in a compartment")},
    }
    for pattern, methods in paths.items():
        for operation in methods.values():
            operation["parameters"] = of_path(pattern) + operation.get("parameters", [])
    token = {"type": "http", "scheme": "bearer", "description": "pat_test_ready, or one of /link/token"}
    below = {f"/fhir{pattern}": methods for pattern, methods in paths.items()}
    return document("the FHIR API", _ABOUT, below, SCHEMAS, {"token": token})


def _operation(name: str, summary: str, schema: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "security": [{"token": []}],
        "responses": {"200": answer(schema, ref(schema), _FHIR_JSON), **_ERRORS},
    }


def _search(name: str, summary: str, type_: str) -> dict[str, Any]:
    """Return a search by GET; where the type is known, its parameters stand in it."""
    rows = search_parameters(type_) if type_ else {}
    parameters = [parameter(row.name, "query", _REPEATED, f"{row.type}: {row.name}") for row in rows.values()]
    parameters += [parameter(one, "query", _REPEATED) for one in (*NAMES, "_include", "_revinclude") if one not in rows]
    return _operation(name, summary, "Bundle") | {"parameters": parameters + _HEADERS}


def _by_form(name: str, summary: str) -> dict[str, Any]:
    form = {"type": "object", "additionalProperties": STRING}
    return _operation(name, summary, "Bundle") | {
        "requestBody": {"content": {_FORM: {"schema": form}}},
        "parameters": list(_HEADERS),
    }
