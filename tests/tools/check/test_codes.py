"""Which codes, numbers and addresses are possible, real or made up? Said without asking anybody."""

import pytest

from sandbox.tools.check.codes import SYSTEMS, coding, luhn
from sandbox.tools.check.identifiers import contact, identifier
from sandbox.tools.check.issue import Violation


def rules(found: object) -> list[str]:
    """Return the rules of breaches."""
    assert not isinstance(found, Violation)
    return [violation.rule for violation in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("system", "right", "wrong"),
    [
        (
            "http://snomed.info/sct",
            "80146002 71388002 5880005 900000000000207008",
            "80146020 5880006 754786011 1 8014600a",
        ),
        ("http://loinc.org", "68517-2 LA33-6 LP7839-6", "68517-3 685172 LX1-1"),
        ("http://www.ama-assn.org/go/cpt", "72100 0001T 72100-26 72100TC", "7210 G0121"),
        ("https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "G0121 G0121-RT 72100", "G012 GG121"),
        ("http://www.cms.gov/Medicare/Coding/ICD10", "0SRC0J9 HZ30ZZZ", "0SRC0J 0SRC0JO"),
        ("http://www.ada.org/cdt", "D0120", "0120 D012"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "M17.11 K3580 Z12.11 C4A.0", "17.11 M17.11111"),
    ],
)
def test_a_code_has_the_form_of_its_system(system: str, right: str, wrong: str) -> None:
    """Where a system has a check digit, it counts."""
    assert {code: [] for code in right.split()} == {
        code: rules(coding({"system": system, "code": code}, ())) for code in right.split()
    }
    assert {code: ["code-shape"] for code in wrong.split()} == {
        code: rules(coding({"system": system, "code": code}, ())) for code in wrong.split()
    }


@pytest.mark.parametrize(
    ("system", "meant"),
    [
        ("https://snomed.info/sct", "http://snomed.info/sct"),
        ("urn:oid:2.16.840.1.113883.6.1", "http://loinc.org"),
    ],
)
def test_a_system_under_another_name_is_misspelt(system: str, meant: str) -> None:
    """The right name is told."""
    (found,) = coding({"system": system, "code": "1"}, ())

    assert "system-misspelt" == found.rule
    assert f'Did you mean "{meant}"?' in found.says


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("http://terminology.hl7.org/CodeSystem/v3-ActCode", []),
        ("http://hl7.org/fhir/sid/icd-11", ["system-unknown"]),
        ("https://codes.clinic.example/x", []),
        ("https://example.org/x", []),
        ("https://example.acme.com/x", ["system-unknown"]),
        ("urn:oid:1.2.3", ["system-unknown"]),
    ],
)
def test_a_system_is_known_or_plainly_made_up(system: str, expected: list[str]) -> None:
    """Everything else is worth a look."""
    assert expected == rules(coding({"system": system, "code": "x"}, ()))


def test_the_systems_stand_under_their_own_names() -> None:
    """No other name of one is the URL of another."""
    assert set() == SYSTEMS.keys() & {name for row in SYSTEMS.values() for name in row.others}


@pytest.mark.parametrize(
    ("system", "value", "expected"),
    [
        ("http://hl7.org/fhir/sid/us-npi", "1234567893", ["real-npi"]),
        ("urn:oid:2.16.840.1.113883.4.6", "1234567893", ["real-npi"]),
        ("http://hl7.org/fhir/sid/us-npi", "1234567890", []),
        ("http://hl7.org/fhir/sid/us-npi", "9999999011", []),
        ("https://sandbox.example/mrn", "1234567893", []),
        ("http://hl7.org/fhir/sid/us-ssn", "123456789", ["real-ssn"]),
        ("https://sandbox.example/mrn", "123456789", []),
        ("https://sandbox.example/mrn", "123-45-6789", ["real-ssn"]),
        ("http://hl7.org/fhir/sid/us-ssn", "999-12-3456", []),
        ("http://hl7.org/fhir/sid/us-ssn", "000-12-3456", []),
        ("http://hl7.org/fhir/sid/us-ssn", "666-12-3456", []),
        ("http://hl7.org/fhir/sid/us-ssn", "123-00-3456", []),
        ("http://hl7.org/fhir/sid/us-ssn", "123-45-0000", []),
        ("http://hl7.org/fhir/sid/us-ssn", "078-05-1120", []),
        ("http://hl7.org/fhir/sid/us-mbi", "1EG4TE5MK73", ["real-mbi"]),
        ("http://hl7.org/fhir/sid/us-mbi", "1S00E00AA00", []),
    ],
)
def test_a_number_is_real_looking_or_not(system: str, value: str, expected: list[str]) -> None:
    """By its form, its check digit, and the ranges that were never issued."""
    assert expected == rules(identifier({"system": system, "value": value}, ()))


def test_a_type_says_what_a_number_is_as_well() -> None:
    """Identifier.type counts where the system is one's own."""
    kind = {"coding": [{"code": "SS"}]}

    assert ["real-ssn"] == rules(identifier({"type": kind, "value": "123456789"}, ()))


@pytest.mark.parametrize("value", ["123-45-6789", "1EG4-TE5-MK73"])
def test_a_number_of_a_person_is_not_repeated(value: str) -> None:
    """What may be real must not stand in the log of a build."""
    (found,) = identifier({"system": "http://hl7.org/fhir/sid/us-mbi", "value": value}, ())

    assert value not in found.says


@pytest.mark.parametrize(
    ("system", "value", "expected"),
    [
        ("email", "ada@sandbox.example", []),
        ("email", "ada@EXAMPLE.com", []),
        ("email", "ada@notexample.com", ["real-email"]),
        ("phone", "555-0141", []),
        ("phone", "+1 555 0145", []),
        ("phone", "(+1) 734-677-7777", ["real-phone"]),
        ("phone", "313-555-6868 x12", []),
        ("fax", "212 664 7665", ["real-phone"]),
        ("url", "https://www.clinic.com", []),
    ],
)
def test_an_address_reaches_somebody_or_not(system: str, value: str, expected: list[str]) -> None:
    """Reserved domains and 555 numbers reach nobody."""
    assert expected == rules(contact({"system": system, "value": value}, ()))


def test_what_is_no_text_is_left_to_the_structure() -> None:
    """Nothing here falls over it."""
    assert [] == [
        *rules(coding({"system": 1, "code": "x"}, ())),
        *rules(identifier({"system": "x", "value": 1}, ())),
        *rules(contact({"system": "phone", "value": None}, ())),
    ]


@pytest.mark.parametrize(("digits", "right"), [("79927398713", True), ("79927398710", False)])
def test_a_check_digit_is_that_of_the_digits_before(digits: str, right: bool) -> None:  # noqa: FBT001 - what is expected
    """The example that is used everywhere."""
    assert right == luhn(digits)
