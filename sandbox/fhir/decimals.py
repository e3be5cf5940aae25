"""How are decimals kept as they were written? FHIR has it that 1.50 says more than 1.5, and a float does not know that.

http://hl7.org/fhir/R4/datatypes.html#decimal
"""

import json
import re
from typing import Any

import orjson

# Numbers that a float would not give back as they were written.
_FRAGILE_NUMBER = re.compile(rb"[0-9]\.[0-9]*0(?![0-9])|[0-9][eE][+-]?[0-9]|[0-9.]{16}|[0-9]\.0000|-0(?![.0-9])")


def decode(raw: bytes) -> Any:
    """Return the JSON value, its numbers such that `orjson.dumps` writes them back as they were."""
    value = orjson.loads(raw)
    if not _comes_back(value, raw) and _FRAGILE_NUMBER.search(raw):
        try:
            return json.loads(raw, parse_float=orjson.Fragment, parse_int=orjson.Fragment)
        except RecursionError:
            raise orjson.JSONDecodeError("nested too deeply", "", 0) from None
    return value


def _comes_back(value: Any, raw: bytes) -> bool:
    """Return whether a value is written as it was read, all of its numbers included: most are."""
    try:
        return orjson.dumps(value) == raw
    except orjson.JSONEncodeError:  # nested too deeply to be written at once
        return False
