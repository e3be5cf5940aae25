"""How is an identifier of a type searched? `:of-type=system|code|value`: type and value stand in one Identifier.

http://hl7.org/fhir/R4/search.html#token
"""

from collections.abc import Iterator
from typing import Any

from sandbox.search.columns.postings import Postings
from sandbox.search.kind import Keys
from sandbox.search.kinds.escape import split, unescape
from sandbox.search.param import Param


def column(_param: Param) -> Postings:
    """Return an empty column of Identifiers by type and value."""
    return Postings(lambda element, _resource: list(_keys(element)), lambda _key: None)


def compile(raw: str, _modifier: str, _param: Param, _bases: tuple[str, ...]) -> Keys:  # noqa: A001 - a Kind's word
    """Read `system|code|value`."""
    parts = [unescape(part) for part in split(raw, "|")]
    if len(parts) != 3 or not all(parts):
        raise ValueError(f"{raw!r} needs three parts: the type's system, the type's code and the value, as in s|c|v")
    return Keys(((parts[0], parts[1].casefold(), parts[2].casefold()),))


def _keys(element: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(element, dict) and isinstance(kind := element.get("type"), dict) and "value" in element:
        codings = kind.get("coding", ())
        for coding in codings if isinstance(codings, list) else ():
            if not isinstance(coding, dict):
                continue
            system, code = str(coding.get("system", "")), str(coding.get("code", ""))
            yield system, code.casefold(), str(element["value"]).casefold()
