"""What is demanded of fixtures? The rules in order, each with its weight, its repair and its source."""

# tested by: tests/tools/check/test_planted.py

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a violation weighs: an error must be mended, a warning should be looked at."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRule:
    """One demand: its id, its weight, what it demands, how a violation is mended, and who says so."""

    id: str
    severity: Severity
    title: str
    hint: str
    source: str


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_R4, _JSON = "https://hl7.org/fhir/R4/", "https://hl7.org/fhir/R4/json.html"
_US_CORE = "https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-procedure.html"
_SERVE = "what `serve` refuses"
_OURS = "our choice"

# Columns: id, severity, title; hint; source. An id that R4 or US Core gave is kept; none is used for anything else.
# fmt: off
CHECK_RULES: dict[str, CheckRule] = {row.id: row for row in (
    # files
    CheckRule(id="file", severity=_ERROR, source=_SERVE,
         title="a file can be read",
         hint="Is it whole, and may you read it? A name in .gz must be gzip."),
    CheckRule(id="json", severity=_ERROR, source=_JSON,
         title="a line, or a .json file, is one JSON value",
         hint="In .ndjson each line is one resource; indented JSON belongs in a file that ends in .json."),
    CheckRule(id="json-duplicate", severity=_ERROR, source=_JSON,
         title="no name stands twice in an object",
         hint="Readers take one of the two, and not all the same one: remove the other."),
    CheckRule(id="bundle", severity=_ERROR, source=_R4 + "bundle.html",
         title="each resource in a Bundle has a name of its own, and a document or message holds together",
         hint='An entry is {"fullUrl": ".../Patient/1", "resource": {...}}, the fullUrl unique, the id at its end.'),
    CheckRule(id="resource", severity=_ERROR, source=_SERVE,
         title="a resource has a type, an id and stamps that can be served",
         hint='Each resource says what it is: "resourceType": "Procedure", "id": "p1".'),
    CheckRule(id="passed-over", severity=_WARNING, source=_OURS,
         title="everything that is there can be served",
         hint="Nothing is wrong with a manifest, a log or the Parameters of an export: `serve` passes over them. "
              "Entries that ask for something else than their resource to be stored it refuses: leave them out."),
    CheckRule(id="personas", severity=_ERROR, source=_SERVE,
         title="personas.json names Patients that are there",
         hint="Correct the id, or add the Patient."),
    CheckRule(id="duplicate-id", severity=_ERROR, source=_R4 + "resource.html#id",
         title="type and id name one resource",
         hint="Give one of the two another id, or remove it."),
    CheckRule(id="repeated-resource", severity=_WARNING, source=_OURS,
         title="a resource stands there once",
         hint="The two are equal: one can go."),
    # R4 structure
    CheckRule(id="r4-unknown-element", severity=_ERROR, source=_R4,
         title="only elements that R4 knows",
         hint="Is it misspelt, of another FHIR version, or an extension in disguise?"),
    CheckRule(id="r4-missing-element", severity=_ERROR, source=_R4,
         title="what R4 makes mandatory is there",
         hint="Add it, or where the value is unknown a data-absent-reason extension."),
    CheckRule(id="r4-value", severity=_ERROR, source=_R4 + "datatypes.html",
         title="a value has the type and form of its element",
         hint="Lists are [...], numbers and booleans have no quotes, dates are 2024, 2024-03, 2024-03-01 or "
              "2024-03-01T10:00:00Z."),
    CheckRule(id="r4-choice", severity=_ERROR, source=_R4 + "formats.html#choice",
         title="one type of a choice such as performed[x]",
         hint="Keep the one that says most."),
    CheckRule(id="r4-empty", severity=_ERROR, source=_JSON,
         title="nothing is null or empty",
         hint="Leave the element out."),
    CheckRule(id="r4-code", severity=_ERROR, source=_R4 + "terminologies.html#required",
         title="a code is one of those that R4 fixes, such as event-status",
         hint="Use one of the codes of the required value set."),
    CheckRule(id="r4-reference-type", severity=_ERROR, source=_R4 + "references.html",
         title="a reference leads to a type that its element allows",
         hint="Refer to another resource, or from another element."),
    CheckRule(id="r4-unchecked", severity=_WARNING, source=_OURS,
         title="the structure of every resource is checked",
         hint="There is no model of this type; all other rules were applied."),
    # R4 invariants
    CheckRule(id="ext-1", severity=_ERROR, source=_R4 + "extensibility.html",
         title="an extension has a value or extensions, not both",
         hint="Add value[x], or remove one of the two."),
    CheckRule(id="ext-url", severity=_ERROR, source=_R4 + "extensibility.html",
         title="an extension is named by an absolute address, but for one inside another",
         hint="Write the address of its definition, such as http://hl7.org/fhir/StructureDefinition/..."),
    CheckRule(id="per-1", severity=_ERROR, source=_R4 + "datatypes.html#Period",
         title="a Period does not end before it starts",
         hint="Exchange start and end, correct one, or write both with the same precision."),
    CheckRule(id="r4-invariant", severity=_ERROR, source=_R4 + "conformance-rules.html#constraints",
         title="the invariants of datatypes and types hold: age-1, bdl-1, mad-1, rng-2 and the others",
         hint="The id before the colon is that of R4, which says more on the page of the type."),
    CheckRule(id="txt-1", severity=_ERROR, source=_R4 + "narrative.html",
         title="a narrative is a <div> of XHTML that formats text, and nothing else",
         hint="No scripts, forms, styles sheets, frames or events; named entities as numbers, &#160; for a blank."),
    CheckRule(id="txt-2", severity=_ERROR, source=_R4 + "narrative.html",
         title="a narrative says something",
         hint="Leave `text` out, or write what the resource says."),
    CheckRule(id="ref-1", severity=_ERROR, source=_R4 + "references.html",
         title="a #reference leads to one contained resource",
         hint="Add the resource to `contained`, or correct the id."),
    CheckRule(id="dom-2", severity=_ERROR, source=_R4 + "domainresource.html",
         title="a contained resource contains none",
         hint="Move it up to the outer `contained`."),
    CheckRule(id="dom-3", severity=_ERROR, source=_R4 + "domainresource.html",
         title="a contained resource is referred to",
         hint="Refer to it by #id, or remove it."),
    CheckRule(id="dom-4", severity=_ERROR, source=_R4 + "domainresource.html",
         title="a contained resource has no version and no lastUpdated",
         hint="Remove them from its meta."),
    CheckRule(id="dom-5", severity=_ERROR, source=_R4 + "domainresource.html",
         title="a contained resource has no security label",
         hint="Put the label on the outer resource."),
    # US Core 6.1 Procedure
    CheckRule(id="us-core-7", severity=_ERROR, source=_US_CORE,
         title="what is completed or in progress says when: performed[x]",
         hint="Add performedDateTime, or _performedDateTime with a data-absent-reason."),
    CheckRule(id="us-core-code", severity=_ERROR, source=_US_CORE,
         title="a Procedure has a code",
         hint="Add code; where it is unknown, the coding data-absent-reason|unknown, or code.text."),
    CheckRule(id="us-core-subject", severity=_ERROR, source=_US_CORE,
         title="the subject of a Procedure is a Patient",
         hint="US Core knows no Procedure on a Group; refer to Patient/id."),
    CheckRule(id="us-core-procedure-code", severity=_WARNING, source=_US_CORE,
         title="code is CPT, SNOMED CT, HCPCS, ICD-10-PCS, CDT or LOINC",
         hint="Add a coding of one of these systems, if a concept fits."),
    # codes
    CheckRule(id="system-misspelt", severity=_ERROR, source=_R4 + "terminologies-systems.html",
         title="a code system is named by its URL, to the letter",
         hint="Searches by system|code miss a system that is written otherwise."),
    CheckRule(id="system-unknown", severity=_WARNING, source=_R4 + "terminologies-systems.html",
         title="a code system is known, or of a reserved example domain",
         hint="If it is your own, nothing is wrong: --ignore system-unknown."),
    CheckRule(id="code-shape", severity=_ERROR, source="the systems' own rules",
         title="a code can be one of its system",
         hint="Is a digit missing, or is it a code of another system?"),
    CheckRule(id="cpt-descriptor", severity=_WARNING, source="licence of the AMA",
         title="a CPT code comes without descriptor",
         hint="CPT descriptors need a licence: remove display, and say it in your own words in code.text."),
    # identifiers that look real
    CheckRule(id="real-npi", severity=_ERROR, source="45 CFR 162.406",
         title="no NPI could be that of a real provider",
         hint="Use one that begins with 9, such as 9999999011."),
    CheckRule(id="real-ssn", severity=_ERROR, source="20 CFR 422.103",
         title="no Social Security number could have been issued",
         hint="Use one that begins with 9 or 000, or none."),
    CheckRule(id="real-mbi", severity=_ERROR, source="CMS, MBI format",
         title="no Medicare number (MBI) could have been issued",
         hint="Put an S in the second place, as in CMS's synthetic data: 1S00E00AA00."),
    CheckRule(id="real-email", severity=_WARNING, source="RFC 2606",
         title="an e-mail address is of a reserved domain",
         hint="Use example.com, example.org, example.net or a name under .example or .test."),
    CheckRule(id="real-phone", severity=_WARNING, source="NANPA, 555 numbers",
         title="a North American phone number is fictitious",
         hint="Use 555-0100 to 555-0199."),
    # references
    CheckRule(id="reference-form", severity=_ERROR, source=_R4 + "references.html#literal",
         title="a reference is Type/id, #id, a URL, or a search in a Bundle",
         hint="Write Patient/ada, with the type as R4 spells it."),
    CheckRule(id="reference-missing", severity=_ERROR, source=_OURS,
         title="a relative reference leads to a resource that is there",
         hint="Add the resource, or check its file together with this one."),
    CheckRule(id="reference-urn", severity=_ERROR, source=_R4 + "bundle.html#references",
         title="urn:uuid:... is the fullUrl of an entry of the same Bundle",
         hint="Correct the fullUrl, or put both into one Bundle."),
    CheckRule(id="reference-search", severity=_ERROR, source=_R4 + "http.html#trules",
         title="Type?identifier=system|value finds exactly one resource",
         hint="Check it together with the files that bring the people and places (Synthea: "
              "hospitalInformation*.json, practitionerInformation*.json)."),
    CheckRule(id="reference-elsewhere", severity=_WARNING, source=_OURS,
         title="an absolute reference to the server of these files leads to a resource that is there",
         hint="Was a type left out of the export?"),
)}
# fmt: on
