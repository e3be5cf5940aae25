"""Can a code be one of its system? What is known of code systems without asking a terminology server."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sandbox.suggest import did_you_mean
from sandbox.tools.check.issue import Violation, Way, shown

CPT = "http://www.ama-assn.org/go/cpt"

# Names that nobody can own, and those of ours: a system there is made up, and says so. RFC 2606
_RESERVED = re.compile(r"https?://([^/]*\.)?(example|test|invalid|localhost|example\.(com|net|org))(:\d+)?(/|$)")


@dataclass(frozen=True, slots=True)
class System:
    """A code system: its URL, other names under which it goes about, and the form of its codes."""

    url: str
    others: tuple[str, ...] = ()
    form: Callable[[str], object] | None = None


def coding(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield what is wrong with the system, the code and the display of a Coding or a Quantity."""
    system, code = value.get("system"), value.get("code")
    if not isinstance(system, str) or not isinstance(code, str):
        return
    if wrong := _judged(system):
        yield Violation(wrong[0], (*way, "system"), f"{shown(system)} is {wrong[1]}")
        return
    row = SYSTEMS.get(system)
    if row and row.form and not row.form(code):
        yield Violation("code-shape", (*way, "code"), f"{shown(code)} cannot be a code of {system}")
    if system == CPT and value.get("display"):
        yield Violation("cpt-descriptor", (*way, "display"), f"describes the CPT code {code}")


@lru_cache(maxsize=4096)
def _judged(system: str) -> tuple[str, str] | None:
    """Return the rule that the name of a system breaks, and why; None if it is known or plainly made up."""
    if system in SYSTEMS or _RESERVED.match(system):
        return None
    if right := _OTHERS.get(_plain(system)) or _OTHERS.get(system):
        return "system-misspelt", f'not how this system is written. Did you mean "{right}"?'
    if system.startswith(FAMILIES) and "/sid/" not in system:
        return None
    return "system-unknown", f"no known code system.{did_you_mean(system, SYSTEMS)}"


def _plain(system: str) -> str:
    """Return what is left of a URL without the differences that people overlook."""
    return re.sub(r"^https?://(www\.)?", "", system.strip()).rstrip("/").casefold()


def _matches(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).fullmatch


def _snomed(code: str) -> bool:
    """Say whether a code has the digits of a SNOMED CT concept, the check digit (Verhoeff) included."""
    if not re.fullmatch(r"[1-9][0-9]{5,17}", code) or code[-3:-1] not in {"00", "10"}:
        return False
    check = 0
    for at, digit in enumerate(reversed(code)):
        check = _DIHEDRAL[check][_PERMUTED[at % 8][int(digit)]]
    return check == 0


def _loinc(code: str) -> bool:
    """Say whether a code is a LOINC with its check digit (Luhn), or a part, list, group or answer such as LA33-6."""
    if re.fullmatch(r"L[APGL][0-9]{1,8}-[0-9]", code):
        return True
    return bool(re.fullmatch(r"[0-9]{1,7}-[0-9]", code)) and luhn(code.replace("-", ""))


def luhn(digits: str) -> bool:
    """Say whether the last of some digits is the check digit of the others."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


# The group of ten elements and the permutation of Verhoeff's check.
def _dihedral(first: int) -> tuple[int, ...]:
    """Return the row of the group's table: what an element and each of the ten come to."""
    if first < 5:
        return tuple((first + second) % 5 + 5 * (second > 4) for second in range(10))
    return tuple((first - second) % 5 + 5 * (second < 5) for second in range(10))


_DIHEDRAL = tuple(_dihedral(first) for first in range(10))
_FIRST = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _permutations() -> Iterator[tuple[int, ...]]:
    row = tuple(range(10))
    for _ in range(8):
        yield row
        row = tuple(_FIRST[digit] for digit in row)


_PERMUTED = tuple(_permutations())

# Every system below these is taken as known: HL7's own are too many to list.
FAMILIES = (
    "http://terminology.hl7.org/CodeSystem/",
    "http://hl7.org/fhir/us/",
    "http://hl7.org/fhir/",
    "https://fhir.flexpa.com/identifiers/",
    "urn:iso:",
    "urn:ietf:",
)

# Columns: URL as R4 writes it; other names that are met; the form of its codes.
# http://hl7.org/fhir/R4/terminologies-systems.html
# fmt: off
SYSTEMS: dict[str, System] = {row.url: row for row in (
    System("http://snomed.info/sct", ("urn:oid:2.16.840.1.113883.6.96", "http://snomed.info"), _snomed),
    System("http://loinc.org", ("urn:oid:2.16.840.1.113883.6.1",), _loinc),
    System(CPT, ("urn:oid:2.16.840.1.113883.6.12", "http://www.ama-assn.org/cpt"),
           _matches(r"[0-9]{4}[0-9AFMTU](-?[0-9A-Z]{2})*")),
    System("https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
           ("urn:oid:2.16.840.1.113883.6.285",),
           _matches(r"([A-Z][0-9]{4}|[0-9]{4}[0-9A-Z])(-?[0-9A-Z]{2})*")),
    System("http://www.cms.gov/Medicare/Coding/ICD10",
           ("urn:oid:2.16.840.1.113883.6.4",), _matches(r"[0-9A-HJ-NP-Z]{7}")),
    System("http://hl7.org/fhir/sid/icd-10-pcs", (), _matches(r"[0-9A-HJ-NP-Z]{7}")),
    System("http://www.ada.org/cdt", ("urn:oid:2.16.840.1.113883.6.13",), _matches(r"D[0-9]{4}")),
    System("http://hl7.org/fhir/sid/icd-10-cm", ("urn:oid:2.16.840.1.113883.6.90",),
           _matches(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?")),
    System("http://hl7.org/fhir/sid/icd-9-cm", ("urn:oid:2.16.840.1.113883.6.103",)),
    System("http://hl7.org/fhir/sid/icd-10"),
    System("http://hl7.org/fhir/sid/cvx", ("urn:oid:2.16.840.1.113883.12.292",), _matches(r"[0-9]{2,3}")),
    System("http://hl7.org/fhir/sid/ndc", ("urn:oid:2.16.840.1.113883.6.69",)),
    System("http://www.nlm.nih.gov/research/umls/rxnorm", ("urn:oid:2.16.840.1.113883.6.88",), _matches(r"[0-9]{1,8}")),
    System("http://unitsofmeasure.org", ("urn:oid:2.16.840.1.113883.6.8",)),
    System("http://nucc.org/provider-taxonomy", ("urn:oid:2.16.840.1.113883.6.101",)),
    System("urn:oid:2.16.840.1.113883.6.238"),    # CDC race and ethnicity
    System("http://dicom.nema.org/resources/ontology/DCM"),
    System("http://www.whocc.no/atc"),
    System("http://varnomen.hgvs.org"),
    System("http://varnomen.hgvs.org/"),          # R4 writes it both ways
    System("http://www.genenames.org"),
    System("http://www.ensembl.org"),
    System("http://www.ncbi.nlm.nih.gov/clinvar"),
    System("http://www.ncbi.nlm.nih.gov/nuccore"),
    System("http://www.ncbi.nlm.nih.gov/projects/SNP"),
    System("http://www.sequenceontology.org"),
    System("http://www.ebi.ac.uk/ipd/imgt/hla"),
    System("http://cancer.sanger.ac.uk/cancergenome/projects/cosmic"),
    System("http://unstats.un.org/unsd/methods/m49/m49.htm"),
    System("https://www.iana.org/time-zones"),
    System("http://hl7.org/fhir/sid/srt"),
    System("http://hl7.org/fhir/sid/us-npi"),
    System("http://hl7.org/fhir/sid/us-ssn"),
    System("http://hl7.org/fhir/sid/us-mbi"),
    System("urn:oid:2.16.840.1.113883.6.300"),    # NAIC companies
    System("urn:oid:2.16.840.1.113883.4.7"),      # CLIA laboratories
    System("urn:iso-astm:E1762-95:2013"),         # reasons to sign
    System("http://www.genenames.org/geneId"),
    System("http://ncimeta.nci.nih.gov"),
    System("http://fdasis.nlm.nih.gov"),
    System("https://nahdo.org/sopt", ("urn:oid:2.16.840.1.113883.3.221.5",)),
    System("https://www.usps.com/"),
    System("http://www.nubc.org/patient-discharge"),
    System("https://www.nubc.org/CodeSystem/RevenueCodes"),
    System("https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/AcuteInpatientPPS/"
           "MS-DRG-Classifications-and-Software"),
    System("https://bluebutton.cms.gov/resources/variables/line_cms_type_srvc_cd"),
    System("http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode"),
    System("http://clinicaltrials.gov"),
)}
# fmt: on

_OTHERS = {name: row.url for row in SYSTEMS.values() for name in (_plain(row.url), *row.others)}
