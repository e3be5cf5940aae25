"""How is a reference searched? By `id`, `Type/id` or an absolute address.

A relative reference and an absolute one on this server's own address are the same, in both directions; the own
address is known only when a request comes in. Every other absolute reference is opaque and compares exactly. A stored
version is found with and without its version. A contained (`#p`) or a purely logical reference is a value, but no
literal search finds it. http://hl7.org/fhir/R4/search.html#reference
"""

# tested by: docs/search/reference.md

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from sandbox.fhir.references import Reference, fold, is_here, local_keys, parse, type_of
from sandbox.fhir.resource_types import ID, RESOURCE_TYPES
from sandbox.search.columns.postings import Postings
from sandbox.search.model.escape import unescape
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import ExactMatch, Subsumption
from sandbox.suggest import did_you_mean


def modifiers(param: SearchParameter) -> frozenset[str]:
    """Return what a reference takes; those with a hierarchy among their targets can be asked for a branch of it."""
    if param.name in BRANCHED and PARENTS.keys() & set(param.targets):
        return frozenset({"missing", "identifier", "above", "below"})
    return frozenset({"missing", "identifier"})


def column(param: SearchParameter) -> Postings:
    """Return an empty column of references."""

    def keys(element: Any, resource: dict[str, Any]) -> list[str] | None:
        if not isinstance(element, dict) or not element.keys() - {"id", "extension"}:
            return None
        if param.narrow and type_of(element, resource) not in param.targets:
            return None
        text = element.get("reference")
        if isinstance(text, str):
            return _stored_keys(text)
        return []

    return Postings(keys, _rank)


def parse_value(raw: str, modifier: str, param: SearchParameter, bases: tuple[str, ...]) -> ExactMatch | Subsumption:
    """Read `id`, `Type/id[/_history/version]` or an absolute address; with a modifier `:Type`, of that type."""
    text = unescape(raw)
    if modifier in {"above", "below"}:
        return _branch(text, modifier, param, bases)
    if ID.fullmatch(text):
        rivals = tuple([f"{type_}/{text}" for type_ in _possible(param, modifier)])
        return ExactMatch(tuple([key for rival in rivals for key in local_keys(rival, bases)]), rivals)
    literal = parse(text)
    if literal and not literal.base:
        if modifier and literal.type != modifier:
            raise ValueError(f"{text!r} is no {modifier}: the modifier and the value name different types")
        return ExactMatch(local_keys(literal.local, bases))
    if "://" in text or text.startswith("urn:"):
        return ExactMatch(_absolute_keys(text, literal, modifier, bases))
    if text.startswith("#"):
        return ExactMatch(())  # only a chain sees what is contained
    type_, slash, _ = text.partition("/")
    hint = ""
    if slash and type_ not in RESOURCE_TYPES:
        hint = did_you_mean(type_, RESOURCE_TYPES)
    raise ValueError(f"{text!r} is not a reference: write id, Type/id or an absolute address.{hint}")


def _possible(param: SearchParameter, modifier: str) -> tuple[str, ...]:
    """Return the types that a bare id may be of."""
    if modifier:
        return (modifier,)
    if "*" in param.targets:
        return tuple(sorted(RESOURCE_TYPES))
    return param.targets


def _branch(text: str, modifier: str, param: SearchParameter, bases: tuple[str, ...]) -> Subsumption:
    """Read a resource of which the branch is sought: those below, or those above it, and itself."""
    types = tuple(type_ for type_ in param.targets if type_ in PARENTS)
    literal = parse(text)
    if literal and not is_here(literal, bases):
        raise ValueError(f"{text!r} is not on this server, which knows nothing below or above it")
    if literal and literal.type not in types:
        raise ValueError(f"{literal.type} has no hierarchy here: :{modifier} is for {' or '.join(types)}")
    if not literal and not ID.fullmatch(text):
        raise ValueError(f"{text!r} is not a reference: write id or {types[0]}/id")
    if literal:
        return Subsumption(None, literal.id, modifier == "above", (literal.type,))
    return Subsumption(None, text, modifier == "above", types)


def _absolute_keys(text: str, literal: Reference | None, modifier: str, bases: tuple[str, ...]) -> tuple[Hashable, ...]:
    own = literal is not None and is_here(literal, bases)
    if modifier and (literal is None or literal.type != modifier):
        if own:
            raise ValueError(f"{text!r} is no {modifier}: the modifier and the value name different types")
        return ()
    if literal and own:
        return local_keys(literal.local, bases)
    if literal:
        return (f"={text.rstrip('/')}",)
    return (text,)


@lru_cache(maxsize=65_536)
def _stored_keys(text: str) -> list[str]:
    """Return the keys of a stored reference: its folded form, without and with version, and its exact absolute form."""
    literal = parse(text)
    if literal is None:
        return [text]
    folded = f"{literal.type}/{literal.id}"
    if literal.base:
        folded = f"{fold(literal.base)}/{folded}"
    keys = [folded]
    if literal.version:
        keys.append(f"{folded}/_history/{literal.version}")
    if literal.base:
        keys.append(f"={text.rstrip('/')}")
    return keys


def _rank(key: str) -> str | None:
    """Sort by `Type/id`, on whatever server: which of them is this one is known only when a request comes in."""
    if key.startswith(("=", "#")) or "/_history/" in key:
        return None
    if key.startswith("//"):
        return "/".join(key.split("/")[-2:])
    return key


# The parameters that say where something happened or belongs, so that a branch of a hierarchy makes sense.
BRANCHED = frozenset(
    """
    context custodian encounter endpoint location managing-entity organization part-of partof performer
    service-provider
    """.split()
)
# Type -> the parameter by which a resource names its parent of the same type.
PARENTS: dict[str, str] = {
    "Encounter": "part-of",
    "Location": "partof",
    "Organization": "partof",
    "Procedure": "part-of",
}
