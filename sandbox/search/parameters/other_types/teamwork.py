"""How are care teams and goals searched?"""

# tested by: tests/search/parameters/test_other_types.py

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.parameter_table import table

# Columns: name, search type, path below the resource, then what is special.
# fmt: off
TEAMWORK: dict[str, dict[str, SearchParameter]] = {
    "CareTeam": table(
        SearchParameter(name="category", type="token", path="category"),
        SearchParameter(name="date", type="date", path="period"),
        SearchParameter(name="encounter", type="reference", path="encounter", targets=("Encounter",)),
        SearchParameter(name="identifier", type="token", path="identifier", element="Identifier"),
        SearchParameter(name="participant", type="reference", path="participant.member",
                        targets=("CareTeam", "Organization", "Patient", "Practitioner", "PractitionerRole",
                                 "RelatedPerson")),
        SearchParameter(name="patient", type="reference", path="subject", targets=("Patient",), narrow=True),
        SearchParameter(name="status", type="token", path="status", element="code",
                        system="http://hl7.org/fhir/care-team-status"),
        SearchParameter(name="subject", type="reference", path="subject", targets=("Group", "Patient")),
    ),
    "Goal": table(
        SearchParameter(name="achievement-status", type="token", path="achievementStatus"),
        SearchParameter(name="category", type="token", path="category"),
        SearchParameter(name="identifier", type="token", path="identifier", element="Identifier"),
        SearchParameter(name="lifecycle-status", type="token", path="lifecycleStatus", element="code",
                        system="http://hl7.org/fhir/goal-status"),
        SearchParameter(name="patient", type="reference", path="subject", targets=("Patient",), narrow=True),
        SearchParameter(name="start-date", type="date", path="startDate"),
        SearchParameter(name="subject", type="reference", path="subject", targets=("Group", "Organization", "Patient")),
        SearchParameter(name="target-date", type="date", path="target.dueDate"),
    ),
}
# fmt: on
