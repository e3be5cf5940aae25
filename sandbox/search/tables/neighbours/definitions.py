"""How are definitions and value sets searched? By what they share, and what some of them add."""

from sandbox.search.param import Param
from sandbox.search.tables.neighbours.shared import ANY, table

# Columns: name, search type, path below the resource, then what is special.
# fmt: off
METADATA: tuple[Param, ...] = (
    Param(name="context",               type="token",     path="useContext.valueCodeableConcept"),
    Param(name="context-quantity",      type="quantity",  path="useContext.valueQuantity | useContext.valueRange"),
    Param(name="context-type",          type="token",     path="useContext.code"),
    Param(name="context-type-quantity", type="composite", path="useContext",
          parts=(Param(name="code", type="token", path="code"),
                 Param(name="value", type="quantity", path="valueQuantity | valueRange"))),
    Param(name="context-type-value",    type="composite", path="useContext",
          parts=(Param(name="code", type="token", path="code"),
                 Param(name="value", type="token", path="valueCodeableConcept"))),
    Param(name="date",                  type="date",      path="date"),
    Param(name="description",           type="string",    path="description"),
    Param(name="identifier",            type="token",     path="identifier", element="Identifier"),
    Param(name="jurisdiction",          type="token",     path="jurisdiction"),
    Param(name="name",                  type="string",    path="name"),
    Param(name="publisher",             type="string",    path="publisher"),
    Param(name="status",                type="token",     path="status", element="code",
          system="http://hl7.org/fhir/publication-status"),
    Param(name="title",                 type="string",    path="title"),
    Param(name="url",                   type="uri",       path="url"),
    Param(name="version",               type="token",     path="version", element="string"),
)

PROTOCOL: tuple[Param, ...] = (
    Param(name="composed-of",  type="reference", path="relatedArtifact[type=composed-of].resource", kind="canonical",
          targets=ANY),
    Param(name="depends-on",   type="reference", path="relatedArtifact[type=depends-on].resource | library",
          kind="canonical", targets=ANY),
    Param(name="derived-from", type="reference", path="relatedArtifact[type=derived-from].resource", kind="canonical",
          targets=ANY),
    Param(name="effective",    type="date",      path="effectivePeriod"),
    Param(name="predecessor",  type="reference", path="relatedArtifact[type=predecessor].resource", kind="canonical",
          targets=ANY),
    Param(name="successor",    type="reference", path="relatedArtifact[type=successor].resource", kind="canonical",
          targets=ANY),
    Param(name="topic",        type="token",     path="topic"),
)

DEFINITIONS: dict[str, dict[str, Param]] = {
    "ActivityDefinition": table(*METADATA, *PROTOCOL),
    "PlanDefinition": table(
        *METADATA, *PROTOCOL,
        Param(name="definition", type="reference", path="action.definitionCanonical", kind="canonical",
              targets=("ActivityDefinition", "PlanDefinition", "Questionnaire")),
        Param(name="type",       type="token",     path="type"),
    ),
    "ValueSet": table(
        *METADATA,
        Param(name="code",      type="token", path="expansion.contains.code | compose.include.concept.code",
              element="code"),
        Param(name="expansion", type="uri",   path="expansion.identifier"),
        Param(name="reference", type="uri",   path="compose.include.system"),
    ),
}
# fmt: on
