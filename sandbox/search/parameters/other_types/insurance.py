"""How are an insurance and what it paid for searched?"""

# tested by: tests/search/parameters/test_other_types.py

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.parameter_table import table

# Columns: name, search type, path below the resource, then what is special.
# fmt: off
INSURANCE: dict[str, dict[str, SearchParameter]] = {
    "Coverage": table(
        SearchParameter(name="beneficiary", type="reference", path="beneficiary", targets=("Patient",)),
        SearchParameter(name="class-type", type="token", path="class.type"),
        SearchParameter(name="class-value", type="string", path="class.value"),
        SearchParameter(name="dependent", type="string", path="dependent"),
        SearchParameter(name="identifier", type="token", path="identifier", element="Identifier"),
        SearchParameter(name="patient", type="reference", path="beneficiary", targets=("Patient",)),
        SearchParameter(name="payor", type="reference", path="payor",
                        targets=("Organization", "Patient", "RelatedPerson")),
        SearchParameter(name="policy-holder", type="reference", path="policyHolder",
                        targets=("Organization", "Patient", "RelatedPerson")),
        SearchParameter(name="status", type="token", path="status", element="code",
                        system="http://hl7.org/fhir/fm-status"),
        SearchParameter(name="subscriber", type="reference", path="subscriber", targets=("Patient", "RelatedPerson")),
        SearchParameter(name="type", type="token", path="type"),
    ),
    "ExplanationOfBenefit": table(
        SearchParameter(name="care-team", type="reference", path="careTeam.provider",
                        targets=("Organization", "Practitioner", "PractitionerRole")),
        SearchParameter(name="claim", type="reference", path="claim", targets=("Claim",)),
        SearchParameter(name="coverage", type="reference", path="insurance.coverage", targets=("Coverage",)),
        SearchParameter(name="created", type="date", path="created"),
        SearchParameter(name="detail-udi", type="reference", path="item.detail.udi", targets=("Device",)),
        SearchParameter(name="disposition", type="string", path="disposition"),
        SearchParameter(name="encounter", type="reference", path="item.encounter", targets=("Encounter",)),
        SearchParameter(name="enterer", type="reference", path="enterer", targets=("Practitioner", "PractitionerRole")),
        SearchParameter(name="facility", type="reference", path="facility", targets=("Location",)),
        SearchParameter(name="identifier", type="token", path="identifier", element="Identifier"),
        SearchParameter(name="item-udi", type="reference", path="item.udi", targets=("Device",)),
        SearchParameter(name="patient", type="reference", path="patient", targets=("Patient",)),
        SearchParameter(name="payee", type="reference", path="payee.party",
                        targets=("Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson")),
        SearchParameter(name="procedure-udi", type="reference", path="procedure.udi", targets=("Device",)),
        SearchParameter(name="provider", type="reference", path="provider",
                        targets=("Organization", "Practitioner", "PractitionerRole")),
        SearchParameter(name="status", type="token", path="status", element="code",
                        system="http://hl7.org/fhir/explanationofbenefit-status"),
        SearchParameter(name="subdetail-udi", type="reference", path="item.detail.subDetail.udi", targets=("Device",)),
    ),
}
# fmt: on
