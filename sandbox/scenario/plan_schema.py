"""How is a plan written, for a machine to read? A JSON Schema, derived from the tables of what a plan may say.

What stands in it can be checked by an editor before anything runs; the parser's word goes further, and counts.
http://json-schema.org/draft/2020-12
"""

# tested by: tests/cli/test_schema.py

from typing import Any

from sandbox.scenario.canned_body import BODY_FORMATS, BodyForm
from sandbox.scenario.errors import CANNED_ERRORS
from sandbox.scenario.literal_headers import LONGEST_VALUE, MOST_HEADERS
from sandbox.scenario.plan import Fault
from sandbox.scenario.plan_values import LONGEST
from sandbox.scenario.presets import PRESETS
from sandbox.scenario.retry_after import DAY, RETRY_AFTER_FORMATS, SHORTEST

_SECONDS: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": LONGEST, "description": "seconds"}
_WHOLE: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": LONGEST}
_WAIT: dict[str, Any] = {
    "type": "number",
    "minimum": SHORTEST,
    "maximum": DAY,
    "description": "seconds that a refusal announces",
}
_SPELLING: dict[str, Any] = {"enum": list(RETRY_AFTER_FORMATS), "description": "how a wait is announced"}


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties} | more


_SYNC = _object(
    {
        "seconds": _SECONDS,
        "requests": _WHOLE,
        "outcome": {"enum": ["ready", "failed", "partial"], "description": "what holds after that"},
    },
    description="how long the patient's data is not there yet; without an end, for ever",
    **{"not": {"required": ["seconds", "requests"]}, "if": {"required": ["outcome"]}},
    then={"anyOf": [{"required": ["seconds"]}, {"required": ["requests"]}]},
)
_MATCH = _object(
    {
        **{name: {"type": "string"} for name in ("method", "type", "path", "parameter")},
        "interaction": {"enum": ["read", "search"]},
        "page": _WHOLE | {"minimum": 1},
    },
    description="which requests the step is for; all, if nothing is said",
)
_BODY: dict[str, Any] = {
    "description": "what stands in the body of the refusal",
    "oneOf": [
        {"enum": [row.form.value for row in BODY_FORMATS if row.form is not BodyForm.JSON]},
        _object({"json": {"description": "any JSON value"}}, required=["json"]),
    ],
}
_HEADERS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"type": "string", "maxLength": LONGEST_VALUE},
    "maxProperties": MOST_HEADERS,
    "description": "sent literally, but for those that move or frame the answer",
}
_STEP = _object(
    {
        "match": _MATCH,
        "status": {"enum": sorted({row.status for row in CANNED_ERRORS.values()})},
        "code": {"enum": sorted({word for row in CANNED_ERRORS.values() for word in (row.code, row.name)})},
        "fault": {"enum": [fault.value for fault in Fault]},
        "pass": {"const": True},
        "times": _WHOLE | {"minimum": 1, "description": "how often the step is used; the last one repeats"},
        "seconds": _SECONDS,
        "retry_after": _SPELLING,
        "wait": _WAIT,
        "headers": _HEADERS,
        "body": _BODY,
    },
    oneOf=[{"required": [key]} for key in ("status", "fault", "pass")],
    dependentRequired={
        **{key: ["status"] for key in ("code", "wait", "retry_after", "headers", "body")},
        "seconds": ["fault"],
    },
)
PLAN_SCHEMA: dict[str, Any] = _object(
    {
        "sync": _SYNC,
        "retry_after": _SPELLING,
        "wait": _WAIT,
        "quota": _WHOLE | {"description": "requests in 60 seconds"},
        "steps": {"type": "array", "items": _STEP},
    },
    description=f"What the FHIR API answers; as text, one of {', '.join(PRESETS)} with their parameters.",
)
