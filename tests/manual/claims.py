"""What may a column of the search manual claim? Each as a function that says what is true of an answer.

Every function returns words; where their order says nothing, they are sorted. No words are "none".
"""

from collections.abc import Callable, Iterable
from typing import Any

import httpx

Follow = Callable[[str], httpx.Response]


def true_words(column: str, expected: str, answer: httpx.Response, follow: Follow) -> str:
    """Return what the answer really says, in the words in which the column expects it; *follow* follows a link.

    A refusal is a refusal whatever was expected.
    """
    if column in {"refuses", "answers"} or answer.status_code >= 400:
        return _status(answer)
    if column == "pages":
        return " / ".join(_pages(answer, follow))
    found = _WORDS[column](answer.json())
    if column in _IDS and "/" not in expected:
        found = [name.rpartition("/")[2] for name in found]
    return " ".join(found if column in _ORDERED else sorted(found)) or "none"


def expected_words(column: str, expected: str) -> str:
    """Return what a cell expects, in the order in which true words are given."""
    words = expected.replace("`", "").split()
    return " ".join(words if column in _ORDERED else sorted(words))


def _status(answer: httpx.Response) -> str:
    body = answer.json() if answer.content else {}
    if answer.status_code >= 400:
        return f"{answer.status_code} {body['issue'][0]['code'] if body else ''}".strip()
    return f"{answer.status_code} {_name(body)}".strip()


def _name(resource: dict[str, Any]) -> str:
    return "/".join(resource[part] for part in ("resourceType", "id") if part in resource)


def _entries(bundle: dict[str, Any], mode: str) -> list[dict[str, Any]]:
    return [entry for entry in bundle.get("entry", ()) if entry.get("search", {}).get("mode") == mode]


def _names(entries: Iterable[dict[str, Any]]) -> list[str]:
    return [_name(entry["resource"]) for entry in entries]


def _first(body: dict[str, Any], mode: str = "match") -> dict[str, Any]:
    """Return the first resource of a Bundle, or the resource that is the whole answer."""
    if body["resourceType"] != "Bundle":
        return body
    resource: dict[str, Any] = _entries(body, mode)[0]["resource"]
    return resource


def _tags(body: dict[str, Any]) -> list[str]:
    return [f"{tag.get('system', '')}|{tag['code']}" for tag in _first(body).get("meta", {}).get("tag", ())]


def _issues(bundle: dict[str, Any]) -> list[str]:
    return [issue["code"] for entry in _entries(bundle, "outcome") for issue in entry["resource"]["issue"]]


def _link(bundle: dict[str, Any], relation: str) -> list[str]:
    """Return the address of a link below the FHIR door, if there is one."""
    addresses = [link["url"].partition("/fhir")[2] for link in bundle["link"] if link["relation"] == relation]
    return [address.removeprefix("/") for address in addresses]


def _pages(answer: httpx.Response, follow: Follow) -> Iterable[str]:
    yield " ".join(entry["resource"]["id"] for entry in _entries(answer.json(), "match"))
    for address in _link(answer.json(), "next"):
        yield from _pages(follow(address), follow)


_IDS = {"finds", "finds in order"}
_ORDERED = {"finds in order", "modes", "links", "pages"}
_WORDS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "finds": lambda bundle: _names(_entries(bundle, "match")),
    "finds in order": lambda bundle: _names(_entries(bundle, "match")),
    "brings": lambda bundle: _names(_entries(bundle, "include")),
    "holds": lambda bundle: _names(bundle.get("entry", ())),
    "warns": _issues,
    "modes": lambda bundle: [entry["search"]["mode"] for entry in bundle.get("entry", ())],
    "at": lambda bundle: [entry["fullUrl"].partition("/fhir/")[2] for entry in _entries(bundle, "match")],
    "total": lambda bundle: [str(bundle["total"])] if "total" in bundle else [],
    "bundle has": list,
    "has": lambda body: list(_first(body)),
    "brought has": lambda bundle: list(_first(bundle, "include")),
    "tagged": _tags,
    "links": lambda bundle: [link["relation"] for link in bundle["link"]],
    "self": lambda bundle: _link(bundle, "self"),
    "next": lambda bundle: _link(bundle, "next"),
}
