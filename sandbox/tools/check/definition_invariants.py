"""Which invariants do definitions have to keep? Questionnaires, value sets, capabilities, measures, and their parts.

The parts go by the names that the models have. Left out are StructureDefinition, ElementDefinition, StructureMap,
TestScript and TestReport: what profiles are made with has checks of its own.
"""

# tested by: tests/tools/check/test_mutants.py

from collections.abc import Iterator

from sandbox.tools.check.demands import (
    Demand,
    Invariants,
    Value,
    distinct,
    each,
    has,
    just_one_of,
    needs,
    not_both,
    one_of,
    rows,
    where,
    where_not,
    without,
)


def _included(value: Value) -> str:
    if ("concept" in value or "filter" in value) and "system" not in value:
        return "concepts and filters need a system"
    return ""


def _inside(value: Value, name: str) -> Iterator[Value]:
    """Yield each object of an element that nests, however deep."""
    for row in rows(value, name):
        yield row
        yield from _inside(row, name)


def _distinct_inside(name: str, part: str) -> Demand:
    """Return what refuses a part that stands twice among objects that nest."""

    def wrong(value: Value) -> str:
        seen: set[str] = set()
        for row in _inside(value, name):
            told = str(row.get(part, ""))
            if told and told in seen:
                return f"{part} {told} stands there twice"
            seen.add(told)
        return ""

    return wrong


def _one_initial(value: Value) -> str:
    if value.get("repeats") is not True and len(rows(value, "initial")) > 1:
        return "several initial values need repeats"
    return ""


def _several_conditions(value: Value) -> str:
    # R4 says "more than one" in words, and more than two in its expression: the words are meant.
    if len(rows(value, "enableWhen")) > 1 and not has(value, "enableBehavior"):
        return "several enableWhen need an enableBehavior"
    return ""


def _from_data(value: Value) -> str:
    if str(value.get("type", "")).startswith("data-") and not has(value, "data"):
        return "an event of data needs data"
    return ""


def _max(value: Value) -> str:
    most = value.get("max")
    if isinstance(most, str) and most != "*" and not (most.isdecimal() and int(most) > 0):
        return f"max is {most}, and is to be * or above 0"
    return ""


def _no_uuid_of_root(value: Value) -> str:
    if value.get("kind") == "root" and any(row.get("type") == "uuid" for row in rows(value, "uniqueId")):
        return "a root has no uuid as a uniqueId"
    return ""


def _one_preferred(value: Value) -> str:
    kinds = [row.get("type") for row in rows(value, "uniqueId") if row.get("preferred") is True]
    if len(set(map(str, kinds))) < len(kinds):
        return "two uniqueIds of one type are preferred"
    return ""


def _parts(name: str, part: str, then: Demand) -> Demand:
    """Return a demand on every part of every object of an element."""
    return each(name, each(part, then))


_CHOICES = ("choice", "open-choice", "decimal", "integer", "date", "dateTime", "time", "string", "quantity")
_LENGTHS = ("boolean", "decimal", "integer", "string", "text", "url", "open-choice")

_DESCRIBED = one_of("description", "software", "implementation")
_OF_INSTANCES = where("kind", ("instance",), one_of("implementation"))
_OF_CAPABILITIES = (
    where("kind", ("capability",), one_of("software")),
    where("kind", ("capability",), without("implementation")),
)
_OF_REQUIREMENTS = where("kind", ("requirements",), without("implementation", "software"))

# Type, or part of one -> its invariants: id, and what says what is wrong, "" for nothing.
DEFINITIONS: Invariants = {
    "CapabilityStatement": (
        ("cpb-1", one_of("rest", "messaging", "document")),
        ("cpb-2", _DESCRIBED),
        ("cpb-3", where_not("kind", ("instance",), each("messaging", without("endpoint")))),
        ("cpb-7", distinct("document", "profile", "mode")),
        ("cpb-14", _OF_INSTANCES),
        *(("cpb-15", demand) for demand in _OF_CAPABILITIES),
        ("cpb-16", _OF_REQUIREMENTS),
    ),
    "CapabilityStatementRest": (("cpb-9", distinct("resource", "type")),),
    "CapabilityStatementRestResource": (("cpb-12", distinct("searchParam", "name")),),
    "CodeSystem": (("csd-1", _distinct_inside("concept", "code")),),
    "ConceptMapGroupElementTarget": (("cmd-1", where("equivalence", ("narrower", "inexact"), one_of("comment"))),),
    "ConceptMapGroupUnmapped": (
        ("cmd-2", where("mode", ("fixed",), one_of("code"))),
        ("cmd-3", where("mode", ("other-map",), one_of("url"))),
    ),
    "DataRequirementCodeFilter": (("drq-1", just_one_of("path", "searchParam")),),
    "DataRequirementDateFilter": (("drq-2", just_one_of("path", "searchParam")),),
    "Measure": (("mea-1", _parts("group", "stratifier", just_one_of("code", "component"))),),
    "MeasureReport": (
        ("mrp-1", where("type", ("data-collection",), without("group"))),
        ("mrp-2", _parts("group", "stratifier", each("stratum", just_one_of("value", "component")))),
    ),
    "MessageDefinitionFocus": (("md-1", _max),),
    "NamingSystem": (("nsd-1", _no_uuid_of_root), ("nsd-2", _one_preferred)),
    "OperationDefinitionParameter": (
        ("opd-1", one_of("type", "part")),
        ("opd-2", where_not("type", ("string",), without("searchType"))),
        ("opd-3", where_not("type", ("Reference", "canonical"), without("targetProfile"))),
    ),
    "Questionnaire": (("que-2", _distinct_inside("item", "linkId")),),
    "QuestionnaireItem": (
        ("que-1", where("type", ("group",), one_of("item"))),
        ("que-1", where("type", ("display",), without("item"))),
        ("que-3", where("type", ("display",), without("code"))),
        ("que-4", not_both("answerOption", "answerValueSet")),
        ("que-5", where_not("type", _CHOICES, without("answerOption", "answerValueSet"))),
        ("que-6", where("type", ("display",), without("required", "repeats"))),
        ("que-8", where("type", ("group", "display"), without("initial"))),
        ("que-9", where("type", ("display",), without("readOnly"))),
        ("que-10", where_not("type", _LENGTHS, without("maxLength"))),
        ("que-11", not_both("answerOption", "initial")),
        ("que-12", _several_conditions),
        ("que-13", _one_initial),
    ),
    "QuestionnaireItemEnableWhen": (("que-7", where("operator", ("exists",), one_of("answerBoolean"))),),
    "SearchParameter": (
        ("spd-1", needs("xpath", "xpathUsage")),
        ("spd-2", where_not("type", ("reference",), without("chain"))),
    ),
    "TerminologyCapabilities": (
        ("tcp-2", _DESCRIBED),
        ("tcp-3", _OF_INSTANCES),
        *(("tcp-4", demand) for demand in _OF_CAPABILITIES),
        ("tcp-5", _OF_REQUIREMENTS),
    ),
    "TriggerDefinition": (
        ("trd-1", not_both("data", "timing[x]")),
        ("trd-2", needs("condition", "data")),
        ("trd-3", where("type", ("named-event",), one_of("name"))),
        ("trd-3", where("type", ("periodic",), one_of("timing[x]"))),
        ("trd-3", _from_data),
    ),
    "ValueSetComposeInclude": (
        ("vsd-1", one_of("system", "valueSet")),
        ("vsd-2", _included),
        ("vsd-3", not_both("concept", "filter")),
    ),
    "ValueSetExpansionContains": (
        ("vsd-6", one_of("code", "display")),
        ("vsd-9", where_not("abstract", (True,), one_of("code"))),
        ("vsd-10", needs("code", "system")),
    ),
}
