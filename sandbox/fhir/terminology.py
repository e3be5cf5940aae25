"""Which codes belong together? The value sets and hierarchies among the resources themselves; no terminology server.

A ValueSet is its expansion, or else its compose. A CodeSystem's nested concepts, and those of an expansion, say what is
below what; of every other code only itself is known. http://hl7.org/fhir/R4/valueset.html
"""

# tested by: docs/search/terminology.md, docs/search/hierarchy.md

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sandbox.fhir.path import dicts
from sandbox.problem import Problem, ProblemKind

# A code as a column of tokens has it, (system, code), both folded or not; None stands for "any".
Key = tuple[str | None, str | None]
Test = Callable[[Key], bool]

# SNOMED CT's implicit value sets: everything, or a concept and what is below it.
_SNOMED = "http://snomed.info/sct"
_IMPLICIT = "?fhir_vs"


class Terminology:
    """Value sets by their addresses, and which code stands above which."""

    def __init__(self, value_sets: Iterable[dict[str, Any]], code_systems: Iterable[dict[str, Any]]) -> None:
        self._sets: dict[str, dict[str, Any]] = {}
        self._parents: dict[tuple[str, str], set[str]] = {}
        for one in value_sets:
            url, version = one.get("url"), one.get("version", "")
            names = [f"ValueSet/{one['id']}", *([url, f"{url}|{version}"] if isinstance(url, str) else [])]
            self._sets |= dict.fromkeys(names, one)
            self._climb(None, _inner(one, "expansion").get("contains"), "contains", None)
        for one in code_systems:
            if isinstance(system := one.get("url"), str):
                self._climb(system, one.get("concept"), "concept", None)

    def _climb(self, system: str | None, concepts: Any, below: str, parent: str | None) -> None:
        for concept in dicts(concepts):
            code, own = str(concept.get("code", "")).casefold(), system or str(concept.get("system", ""))
            parents = self._parents.setdefault((own, code), set())
            properties = dicts(concept.get("property")) if below == "concept" else ()
            named = [str(one.get("valueCode", "")) for one in properties if one.get("code") == "parent"]
            parents.update(one.casefold() for one in [*named, *([parent] if parent else [])])
            self._climb(system, concept.get(below), below, code)

    def kin(self, system: str | None, code: str, *, above: bool, exact: bool = False) -> Test:
        """Return the test for a code, and for whatever stands above it, or else below it; *exact* if case counts."""
        sought = code.casefold()

        def related(key: Key) -> bool:
            own, stored = key
            if own is None or stored is None or system not in {None, own}:
                return False
            if exact and stored.casefold() == sought:
                return stored == code
            if above:
                low, high = (sought, stored.casefold())
            else:
                low, high = (stored.casefold(), sought)
            return not code or high in self._upwards(own, low)

        return related

    def _upwards(self, system: str, code: str) -> set[str]:
        """Return a code and all that stand above it."""
        found, fresh = {code}, [code]
        while fresh:
            more = self._parents.get((system, fresh.pop()), set()) - found
            found |= more
            fresh += more
        return found

    def member(self, address: str, bases: tuple[str, ...]) -> Test:
        """Return the test for the codes of a value set; raises Problem if there is no such set."""
        return self._set(address, bases, ())

    def _set(self, address: str, bases: tuple[str, ...], outer: tuple[str, ...]) -> Test:
        if address.startswith(_SNOMED) and _IMPLICIT in address:
            return self._implicit(address)
        local = next((address.removeprefix(f"{base}/") for base in bases if address.startswith(f"{base}/")), address)
        found = self._sets.get(local) or self._sets.get(address)
        if found is None or local in outer:
            if found:
                said = "imports itself"
            else:
                said = "is not among the ValueSets of this server"
            raise Problem(ProblemKind.UNKNOWN_SET, f"The value set {address!r} {said}.")
        if contains := dicts(_inner(found, "expansion").get("contains")):
            codes = {code for one in contains for code in _expanded(one)}
            return lambda key: key in codes or (key[0], (key[1] or "").casefold()) in codes
        return self._composed(_inner(found, "compose"), bases, (*outer, local))

    def _implicit(self, address: str) -> Test:
        how = address.partition(_IMPLICIT)[2].removeprefix("=")
        if not how:
            return lambda key: key[0] == _SNOMED and key[1] is not None
        if not how.startswith("isa/"):
            raise Problem(
                ProblemKind.UNKNOWN_SET, f"Of SNOMED CT's implicit value sets only isa/... is known, not {how!r}."
            )
        return self.kin(_SNOMED, how.removeprefix("isa/"), above=False)

    def _composed(self, compose: dict[str, Any], bases: tuple[str, ...], outer: tuple[str, ...]) -> Test:
        included = [self._part(part, bases, outer) for part in dicts(compose.get("include"))]
        excluded = [self._part(part, bases, outer) for part in dicts(compose.get("exclude"))]
        return lambda key: any(test(key) for test in included) and not any(test(key) for test in excluded)

    def _part(self, part: dict[str, Any], bases: tuple[str, ...], outer: tuple[str, ...]) -> Test:
        """Return the test of an include or exclude: all that it says must hold."""
        tests = [self._set(address, bases, outer) for address in _texts(part.get("valueSet"))]
        if isinstance(system := part.get("system"), str):
            tests.append(lambda key: key[0] == system and key[1] is not None)
            if "concept" in part:
                codes = {str(one.get("code", "")).casefold() for one in dicts(part["concept"])}
                tests.append(lambda key: (key[1] or "").casefold() in codes)
            tests += [self._filter(str(system), one) for one in dicts(part.get("filter"))]
        return lambda key: bool(tests) and all(test(key) for test in tests)

    def _filter(self, system: str, row: dict[str, Any]) -> Test:
        operator, value = row.get("op"), str(row.get("value", ""))
        related = self.kin(system, value, above=operator == "generalizes")
        if operator in {"is-a", "generalizes"}:
            return related
        if operator == "descendent-of":
            return lambda key: related(key) and (key[1] or "").casefold() != value.casefold()
        if operator == "is-not-a":
            return lambda key: not related(key)
        if operator == "in" or (operator == "=" and row.get("property") in {"code", "concept"}):
            codes = {one.strip().casefold() for one in value.split(",")}
            return lambda key: (key[1] or "").casefold() in codes
        text = f"A value set has the filter {row.get('property')} {operator}, which is not understood here."
        raise Problem(ProblemKind.UNKNOWN_SET, text)


def _expanded(contains: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "code" in contains and not contains.get("abstract"):
        yield str(contains.get("system", "")), str(contains["code"]).casefold()
    for inner in dicts(contains.get("contains")):
        yield from _expanded(inner)


def _inner(value: dict[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    if isinstance(found, dict):
        return found
    return {}


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    return []
