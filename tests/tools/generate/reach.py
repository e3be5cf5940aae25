"""What can be asked of the built-in fixtures? For each search parameter, modifier and prefix a query that finds some.

Some, and not all: an answer that says nothing would let a wrong server pass. The values are those of the personas'
charts, which were written by hand and keep their ids.
"""

SNOMED = "http://snomed.info/sct"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
CASE = "http://terminology.hl7.org/CodeSystem/v2-0203"
OURS = "https://sandbox.example"
DATES = ("2024", "2024-02", "2024-02-14", "2025-05-06T09:12:00-04:00")
PREFIXES = ("eq", "ne", "gt", "ge", "lt", "le", "sa", "eb", "ap")


def token(name: str, system: str, code: str, text: str) -> list[str]:
    """Return queries for a token: bare, with its system, any of a system, no system, several, and each modifier."""
    whole = f"{system}|{code}" if system else code
    return [
        f"{name}={code}", f"{name}={whole}", f"{name}={code},nothing", f"{name}:not={whole}", f"{name}:text={text}",
        f"{name}:missing=true", f"{name}:missing=false",
        *([f"{name}={system}|", f"{name}:below={whole}", f"{name}:above={whole}"] if system else []),
    ]  # fmt: skip


def reference(name: str, type_: str, id_: str, field: str) -> list[str]:
    """Return queries for a reference: by id, by type, by modifier, by the other's identifier, and through a chain."""
    return [
        f"{name}={id_}", f"{name}={type_}/{id_}", f"{name}:{type_}={id_}", f"{name}:missing=true",
        f"{name}:missing=false", f"{name}:{type_}.{field}", f"{name}:{type_}._id={id_}",
    ]  # fmt: skip


# fmt: off
QUERIES: tuple[str, ...] = (
    *(query for query in token("code", SNOMED, "609588000", "Total") if ":missing" not in query),
    *token("category", SNOMED, "387713003", "surgical"),
    *token("reason-code", ICD, "M17.11", "Unilateral"),
    *token("identifier", f"{OURS}/case", "OR-2024-0214-1", "Case")[:7],
    "status=completed", "status=http://hl7.org/fhir/event-status|completed", "status=completed,unknown",
    "status=not-done", "status=preparation", "status=in-progress", "status=on-hold", "status=stopped",
    "status=entered-in-error", "status=unknown", "status:not=completed",
    "code:in=ValueSet/shared-joints", f"code:in={OURS}/ValueSet/joints", f"code:not-in={OURS}/ValueSet/joints",
    f"code:in={OURS}/ValueSet/joints|1.0.0", f"code:below={SNOMED}|363680008", f"code:below={SNOMED}|387713003",
    "code=|80146002", f"code={OURS}/local-codes|X%201/2",
    f"category:below={OURS}/CodeSystem/care|hands-on", f"category={OURS}/CodeSystem/care|cutting",
    f"identifier:of-type={CASE}|PLAC|OR-2024-0214-1", "identifier=urn:oid:1.2.36.7|AbC-9", "identifier=|55",
    *(f"date={prefix}{date}" for date in DATES for prefix in PREFIXES if (prefix, date) != ("eq", DATES[3])),
    "date=2025-05-06T09:12:00-04:00", "date:missing=true", "date:missing=false", "date=ge2024&date=lt2025",
    *(f"_lastUpdated={prefix}2024-06" for prefix in PREFIXES),
    *reference("based-on", "ServiceRequest", "ada-order-colonoscopy", "status=completed"),
    "based-on:CarePlan=ada-knee-rehab-plan", "based-on:CarePlan.status=active",
    *reference("encounter", "Encounter", "ada-knee-stay", "class=IMP"),
    *reference("location", "Location", "riverbend-or-2", "name=Operating"),
    "location:below=riverbend-campus", "location:above=riverbend-or-2", "location:below=Location/riverbend-main",
    *reference("part-of", "Procedure", "ada-knee-arthroplasty", "status=completed"),
    "part-of:Observation=edge-pain-score", "part-of:MedicationAdministration=edge-propofol",
    "part-of:below=ada-knee-arthroplasty",
    *reference("patient", "Patient", "ada-lovell", "family=Lovell")[:3], "patient.gender=female",
    "patient.birthdate=lt1970",
    *reference("subject", "Patient", "dora-lindqvist", "gender=female")[:3],
    *reference("performer", "Practitioner", "sofia-berg", "family=Berg"),
    "performer:PractitionerRole=diallo-orthopedics", "performer:Organization=harbor-imaging",
    "performer:Patient=ada-lovell", "performer:RelatedPerson=ada-brother",
    "performer:Device=lakeside-dialysis-machine-4",
    "performer:identifier=http://hl7.org/fhir/sid/us-npi|9999999128",
    *reference("reason-reference", "Condition", "ada-knee-osteoarthritis", "code=239873007"),
    "reason-reference:Observation=ada-knee-pain-score", "reason-reference:DocumentReference=ada-colonoscopy-note",
    "reason-reference:DiagnosticReport=ada-knee-scan-report", "reason-reference:Procedure.status=completed",
    f"reason-reference:identifier={OURS}/problem|p-9",
    f"instantiates-canonical={OURS}/PlanDefinition/knee-pathway",
    f"instantiates-canonical={OURS}/PlanDefinition/colon-screening|1.0.0",
    f"instantiates-canonical:below={OURS}/PlanDefinition/colon-screening", "instantiates-canonical:missing=true",
    "instantiates-canonical:missing=false", f"instantiates-canonical={OURS}/ActivityDefinition/flu-shot",
    "instantiates-uri=http://sandbox.example/protocols/breathing/adult",
    "instantiates-uri:below=http://sandbox.example/protocols",
    "instantiates-uri:above=http://sandbox.example/protocols/breathing/adult/2", "instantiates-uri:missing=true",
    "instantiates-uri:missing=false", "instantiates-uri=urn:oid:2.16.840.1.113883.19.5.99",
    "_id=ada-mammogram", "_id=ada-mammogram,cleo-appendectomy",
    f"_tag={OURS}/tags|needs-review", "_tag=TEST", "_tag:missing=true",
    "_tag:not=TEST", "_security=R", "_security:missing=false",
    "_source:missing=false", "_source:below=https://payer.sandbox.example",
    "_source=https://payer.sandbox.example/fhir/ExplanationOfBenefit/eob-1001", "_text=knee", "_content=flood",
    "_list=ada-surgical-history", "_list=edge-corrections",
    "_has:Provenance:target:recorded=ge2025", "_has:Provenance:target:agent=Practitioner/tomas-reyes",
    "_has:Procedure:part-of:status=completed",
    "_filter=code eq 609588000", "_filter=status ne completed and date ge 2025",
)
# fmt: on
