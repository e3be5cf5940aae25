"""Is a Bundle one of its type? What its entries need and may not have, their names, and what a document holds together.

http://hl7.org/fhir/R4/bundle.html
"""

# tested by: tests/tools/check/test_mutants.py

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.fhir.path import dicts
from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.tools.check.demands import Value, has
from sandbox.tools.check.issue import Violation, Way, shown
from sandbox.tools.check.references import references

_WITH_REQUESTS = frozenset({"batch", "transaction", "history"})
_WITH_RESPONSES = frozenset({"batch-response", "transaction-response", "history"})
_WITH_TOTAL = frozenset({"searchset", "history"})
_WITHOUT_NAMES = frozenset({"batch", "transaction", "batch-response", "transaction-response"})
_ONCE = frozenset({"self", "first", "previous", "next", "last"})  # of the links of a page
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

# What a document brings itself: of the Composition, and of each of its sections.
_OF_COMPOSITION = ("subject", "author", "encounter", "custodian", "attester.party", "event.detail")
_OF_SECTION = ("author", "focus", "entry")
_OF_MESSAGE = ("focus",)


def bundle_invariants(bundle: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield what is wrong with a Bundle and its entries, apart from their resources; nothing for what is no Bundle."""
    if bundle.get("resourceType") != "Bundle" or not isinstance(bundle.get("type"), str):
        return
    type_, entries = bundle["type"], list(enumerate(dicts(bundle.get("entry", []))))
    if "total" in bundle and type_ not in _WITH_TOTAL:
        yield _broken((*way, "total"), f"bdl-1: may not be there, for this is a {type_}")
    for number, entry in entries:
        yield from _entry(type_, entry, (*way, "entry", number))
    yield from _names(type_, entries, way)
    yield from _links(bundle, way)
    if type_ == "document":
        yield from _document(bundle, way)
    elif type_ == "message":
        yield from _first(bundle, "MessageHeader", "bdl-12", way)
        yield from _inside(bundle, _OF_MESSAGE, way)


def version_of(resource: Any) -> str:
    """Return the versionId of a resource, "" if it has none."""
    meta = resource.get("meta") if isinstance(resource, dict) else None
    if isinstance(meta, dict):
        return str(meta.get("versionId", ""))
    return ""


def _broken(way: Way, says: str) -> Violation:
    return Violation("r4-invariant", way, says)


def _entry(type_: str, entry: Value, way: Way) -> Iterator[Violation]:
    """Yield what an entry lacks, or has too much, in a Bundle of a type."""
    if "search" in entry and type_ != "searchset":
        yield _broken((*way, "search"), f"bdl-2: may not be there, for this is a {type_}")
    for name, wanted, rule in (("request", _WITH_REQUESTS, "bdl-3"), ("response", _WITH_RESPONSES, "bdl-4")):
        if (name in entry) != (type_ in wanted):
            wrong = "may not be there, for this is" if name in entry else "is missing in"
            yield _broken((*way, name), f"{rule}: {wrong} a {type_}")
    search, resource = entry.get("search"), entry.get("resource")
    is_outcome = isinstance(search, dict) and search.get("mode") == "outcome"
    if is_outcome and isinstance(resource, dict) and resource.get("resourceType") != "OperationOutcome":
        yield Violation("bundle", (*way, "search", "mode"), "is outcome, and the resource is none")
    if not any(has(entry, name) for name in ("resource", "request", "response")):
        yield _broken(way, "bdl-5: has neither a resource nor a request or response")


def _names(type_: str, entries: list[tuple[int, dict[str, Any]]], way: Way) -> Iterator[Violation]:
    """Yield what is wrong with the fullUrls of entries."""
    seen: set[tuple[str, str]] = set()
    for number, entry in entries:
        url, resource, there = entry.get("fullUrl"), entry.get("resource"), (*way, "entry", number, "fullUrl")
        if url is None and type_ not in _WITHOUT_NAMES:
            yield Violation("bundle", there, f"is missing, and a {type_} has one for each entry")
        if not isinstance(url, str):
            continue
        name = (url, version_of(resource))
        if name in seen and type_ != "history":
            yield Violation("bundle", there, f"{shown(url)} names another entry as well")
        seen.add(name)
        if "/_history/" in url:
            yield _broken(there, f"bdl-8: {shown(url)} names a version")
        elif not _SCHEME.match(url):
            yield Violation("bundle", there, f"{shown(url)} is not absolute: write http://... or urn:uuid:...")
        elif isinstance(resource, dict) and url.startswith("http") and not _is_of(url, resource):
            named = f"{resource.get('resourceType')}/{resource.get('id')}"
            yield Violation("bundle", there, f"{shown(url)} is not that of {shown(named)}")


def _is_of(url: str, resource: Value) -> bool:
    """Say whether an address may be that of a resource: one that ends as on a server has its type and id there."""
    *_, type_, id_ = ["", *url.split("/")]
    return type_ not in RESOURCE_TYPES or (type_, id_) == (resource.get("resourceType"), resource.get("id"))


def _links(bundle: Value, way: Way) -> Iterator[Violation]:
    """Yield the links of a page that lead on twice."""
    links = dicts(bundle.get("link", []))
    relations = Counter(str(link.get("relation")) for link in links)
    for number, link in enumerate(links):
        relation = str(link.get("relation"))
        if relations[relation] > 1 and relation in _ONCE:
            yield Violation("bundle", (*way, "link", number, "relation"), f"{shown(relation)} is there twice")
            return


def _document(bundle: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield what a document lacks, and what does not belong to it."""
    identifier = bundle.get("identifier")
    if not isinstance(identifier, dict) or not {"system", "value"} <= identifier.keys():
        yield _broken((*way, "identifier"), "bdl-9: a document needs one, with system and value")
    if "timestamp" not in bundle:
        yield _broken((*way, "timestamp"), "bdl-10: a document needs one")
    yield from _first(bundle, "Composition", "bdl-11", way)
    yield from _inside(bundle, _OF_COMPOSITION, way)
    yield from _strangers(bundle, way)


def _first(bundle: Value, type_: str, rule: str, way: Way) -> Iterator[Violation]:
    entries = dicts(bundle.get("entry", []))
    resource = entries[0].get("resource") if entries else None
    if not isinstance(resource, dict) or resource.get("resourceType") != type_:
        yield _broken((*way, "entry"), f"{rule}: a {bundle['type']} begins with a {type_}")


def _inside(bundle: Value, names: tuple[str, ...], way: Way) -> Iterator[Violation]:
    """Yield the references of the first resource that have to lead to another one of the Bundle, and do not."""
    entries = dicts(bundle.get("entry", []))
    first = entries[0].get("resource") if entries else None
    if not isinstance(first, dict):
        return
    addresses = Counter(str(entry.get("fullUrl")) for entry in entries)
    there: Way = (*way, "entry", 0, "resource")
    found = [*_at(first, names, there), *_of_sections(first, there)]
    for where, literal in found:
        times = sum(addresses[url] for url in _addresses(literal, str(entries[0].get("fullUrl"))))
        if times > 1 and "/_history/" not in literal:
            yield Violation("bundle", where, f"{shown(literal)} leads to {times} entries")
        elif not times and not literal.startswith("#"):
            yield Violation("bundle", where, f"{shown(literal)} leads to no entry of this {bundle['type']}")


def _of_sections(holder: Value, way: Way) -> Iterator[tuple[Way, str]]:
    for number, section in enumerate(dicts(holder.get("section", []))):
        there = (*way, "section", number)
        yield from _at(section, _OF_SECTION, there)
        yield from _of_sections(section, there)


def _at(holder: Any, names: tuple[str, ...], way: Way) -> Iterator[tuple[Way, str]]:
    """Yield the literal references at some paths, each with its way."""
    for name in names:
        head, _, rest = name.partition(".")
        inner = holder.get(head)
        for number, item in enumerate(inner if isinstance(inner, list) else [inner]):
            there: Way = (*way, head, number) if isinstance(inner, list) else (*way, head)
            if isinstance(item, dict) and rest:
                yield from _at(item, (rest,), there)
            elif isinstance(item, dict) and isinstance(item.get("reference"), str):
                yield (*there, "reference"), item["reference"]


def _addresses(literal: str, from_url: str) -> set[str]:
    """Return the fullUrls to which a reference may lead that stands in the resource of another one."""
    plain = literal.partition("/_history/")[0]
    if _SCHEME.match(plain):
        return {plain}
    return {f"{from_url.rsplit('/', 2)[0]}/{plain}"} if from_url.startswith("http") else set()


def _strangers(bundle: Value, way: Way) -> Iterator[Violation]:
    """Yield the entries of a document to which no references lead from its Composition, nor from them to it."""
    entries = dicts(bundle.get("entry", []))
    numbers = {str(entry.get("fullUrl")): number for number, entry in enumerate(entries)}
    beside: list[set[int]] = [set() for _ in entries]
    for number, entry in enumerate(entries):
        for _way, literal in references(entry.get("resource"), ()):
            for url in _addresses(literal, str(entry.get("fullUrl"))) & numbers.keys():
                beside[number].add(numbers[url])
                beside[numbers[url]].add(number)
    reached, fresh = {0}, [0]
    while fresh and entries:
        new = beside[fresh.pop()] - reached
        reached |= new
        fresh += new
    for number, entry in enumerate(entries):
        resource = entry.get("resource")
        type_ = resource.get("resourceType") if isinstance(resource, dict) else None
        if number not in reached and type_ not in {None, "Binary"} and len(numbers) == len(entries):
            yield Violation("bundle", (*way, "entry", number), "no reference joins it to the Composition")
