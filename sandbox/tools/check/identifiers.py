"""Could an identifier belong to somebody? Numbers and addresses that are not plainly made up."""

# tested by: tests/tools/check/test_planted.py

import re
from collections.abc import Iterator
from typing import Any

from sandbox.tools.check.codes import luhn
from sandbox.tools.check.issue import Violation, Way, shown

_NPI = {"http://hl7.org/fhir/sid/us-npi", "urn:oid:2.16.840.1.113883.4.6"}
_SSN = {"http://hl7.org/fhir/sid/us-ssn", "urn:oid:2.16.840.1.113883.4.1"}
_MBI = {
    "http://hl7.org/fhir/sid/us-mbi",
    "http://hl7.org/fhir/sid/us-medicare",
    "http://terminology.hl7.org/NamingSystem/cmsMBI",
}

# An NPI is checked with the prefix of health care in the United States before it, and begins with 1 or 2.
_NPI_FORM, _NPI_PREFIX = re.compile(r"[12][0-9]{9}"), "80840"

# Never issued: area 000, 666 and from 900, group 00, serial 0000.
_SSN_FORM = re.compile(r"(?!000|666|9)[0-9]{3}(-?)(?!00)[0-9]{2}\1(?!0000)[0-9]{4}")

# Printed in advertisements, and void since.
_SSN_VOID = {"078051120", "219099999"}

# No letter of an MBI is S, L, O, I, B or Z.
_LETTER = "[AC-HJKMNP-RT-Y]"
_MBI_FORM = re.compile(
    rf"[1-9]{_LETTER}[0-9AC-HJKMNP-RT-Y][0-9]{_LETTER}[0-9AC-HJKMNP-RT-Y][0-9]{_LETTER}{{2}}[0-9]{{2}}"
)

_MADE_UP_DOMAIN = re.compile(r"(.*[.@])?(example|test|invalid|localhost|example\.(com|net|org))", re.IGNORECASE)


def identifier(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield a violation by an Identifier that could be real. Of a person's number the value is not repeated."""
    system, text = value.get("system"), value.get("value")
    if not isinstance(text, str):
        return
    there, types = (*way, "value"), _types(value)
    if (system in _NPI or "NPI" in types) and _NPI_FORM.fullmatch(text) and luhn(_NPI_PREFIX + text):
        yield Violation("real-npi", there, f"{shown(text)} has the form and check digit of an NPI")
    if (system in _SSN or "SS" in types or "-" in text) and _issued(text):
        yield Violation("real-ssn", there, "could be the Social Security number of a person")
    if (system in _MBI or "MC" in types) and _MBI_FORM.fullmatch(text.replace("-", "")):
        yield Violation("real-mbi", there, "could be the Medicare number of a person")


def _issued(text: str) -> bool:
    return bool(_SSN_FORM.fullmatch(text)) and text.replace("-", "") not in _SSN_VOID


def _types(value: dict[str, Any]) -> set[str]:
    """Return the codes of Identifier.type."""
    kind = value.get("type")
    coding = None
    if isinstance(kind, dict):
        coding = kind.get("coding")
    if isinstance(coding, list):
        return {str(row.get("code")) for row in coding if isinstance(row, dict)}
    return set()


def contact(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield a violation by a ContactPoint that could reach somebody."""
    kind, text = value.get("system"), value.get("value")
    if not isinstance(text, str):
        return
    if kind == "email":
        domain = text.rpartition("@")[2]
        if not _MADE_UP_DOMAIN.fullmatch(domain):
            yield Violation("real-email", (*way, "value"), f"{shown('@' + domain)} is not a reserved domain")
    elif kind in {"phone", "fax", "sms", "pager"}:
        digits = re.sub(r"[^0-9]", "", re.split(r"(?i)\s*(?:x|ext)", text)[0])
        if len(digits) == 11 and digits.startswith("1"):
            local = digits[1:]
        else:
            local = digits
        if len(local) == 10 and "555" not in {local[:3], local[3:6]}:
            yield Violation("real-phone", (*way, "value"), "could be somebody's number")
