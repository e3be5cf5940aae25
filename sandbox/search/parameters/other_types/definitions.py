"""How are definitions and value sets searched? By what they share, and what some of them add."""

# tested by: tests/search/parameters/test_other_types.py

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.parameter_table import table
from sandbox.search.parameters.other_types.shared import ANY

# Columns: name, search type, path below the resource, then what is special.
# fmt: off
METADATA: tuple[SearchParameter, ...] = (
    SearchParameter(name="context",               type="token",     path="useContext.valueCodeableConcept"),
    SearchParameter(name="context-quantity",      type="quantity",
                     path="useContext.valueQuantity | useContext.valueRange"),
    SearchParameter(name="context-type",          type="token",     path="useContext.code"),
    SearchParameter(name="context-type-quantity", type="composite", path="useContext",
                    parts=(SearchParameter(name="code", type="token", path="code"),
                           SearchParameter(name="value", type="quantity", path="valueQuantity | valueRange"))),
    SearchParameter(name="context-type-value",    type="composite", path="useContext",
                    parts=(SearchParameter(name="code", type="token", path="code"),
                           SearchParameter(name="value", type="token", path="valueCodeableConcept"))),
    SearchParameter(name="date",                  type="date",      path="date"),
    SearchParameter(name="description",           type="string",    path="description"),
    SearchParameter(name="identifier",            type="token",     path="identifier", element="Identifier"),
    SearchParameter(name="jurisdiction",          type="token",     path="jurisdiction"),
    SearchParameter(name="name",                  type="string",    path="name"),
    SearchParameter(name="publisher",             type="string",    path="publisher"),
    SearchParameter(name="status",                type="token",     path="status", element="code",
                    system="http://hl7.org/fhir/publication-status"),
    SearchParameter(name="title",                 type="string",    path="title"),
    SearchParameter(name="url",                   type="uri",       path="url"),
    SearchParameter(name="version",               type="token",     path="version", element="string"),
)

PROTOCOL: tuple[SearchParameter, ...] = (
    SearchParameter(name="composed-of",  type="reference", path="relatedArtifact[type=composed-of].resource",
                    search_type="canonical",
                    targets=ANY),
    SearchParameter(name="depends-on",   type="reference", path="relatedArtifact[type=depends-on].resource | library",
                    search_type="canonical", targets=ANY),
    SearchParameter(name="derived-from", type="reference", path="relatedArtifact[type=derived-from].resource",
                    search_type="canonical",
                    targets=ANY),
    SearchParameter(name="effective",    type="date",      path="effectivePeriod"),
    SearchParameter(name="predecessor",  type="reference", path="relatedArtifact[type=predecessor].resource",
                    search_type="canonical",
                    targets=ANY),
    SearchParameter(name="successor",    type="reference", path="relatedArtifact[type=successor].resource",
                    search_type="canonical",
                    targets=ANY),
    SearchParameter(name="topic",        type="token",     path="topic"),
)

DEFINITIONS: dict[str, dict[str, SearchParameter]] = {
    "ActivityDefinition": table(*METADATA, *PROTOCOL),
    "PlanDefinition": table(
        *METADATA, *PROTOCOL,
        SearchParameter(name="definition", type="reference", path="action.definitionCanonical", search_type="canonical",
                        targets=("ActivityDefinition", "PlanDefinition", "Questionnaire")),
        SearchParameter(name="type",       type="token",     path="type"),
    ),
    "ValueSet": table(
        *METADATA,
        SearchParameter(name="code",      type="token", path="expansion.contains.code | compose.include.concept.code",
                        element="code"),
        SearchParameter(name="expansion", type="uri",   path="expansion.identifier"),
        SearchParameter(name="reference", type="uri",   path="compose.include.system"),
    ),
}
# fmt: on
