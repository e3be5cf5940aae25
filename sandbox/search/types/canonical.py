"""How is a canonical searched? As `url` or `url|version`, exactly as it is stored.

`:below` finds every version of a url, or every `1.x` of `url|1`. The pipe parts the version, it makes no token. A plain
url does not find a stored `url|1.1`: the versions of a canonical are different things.
http://hl7.org/fhir/R4/search.html#versions
"""

# tested by: docs/search/canonical.md

from collections.abc import Iterator

from sandbox.search.model.escape import unescape
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import ExactMatch, Predicate
from sandbox.search.types import uri

column = uri.column


def modifiers(_param: SearchParameter) -> frozenset[str]:
    """Return what a canonical takes: whether it is there, and any version of it."""
    return frozenset({"missing", "below"})


def parse_value(raw: str, modifier: str, _param: SearchParameter, bases: tuple[str, ...]) -> ExactMatch | Predicate:
    """Read `url` or `url|version`; a relative one such as `PlanDefinition/pd` is one of this server's own."""
    url = unescape(raw)
    found = tuple(spellings(url, bases))
    if modifier == "below":
        return Predicate(lambda key: any(_is_version(key, one) for one in found))
    if modifier and f"/{modifier}/" not in f"/{url}":
        raise ValueError(f"{url!r} is not the address of a {modifier}")
    return ExactMatch(found)


def spellings(url: str, bases: tuple[str, ...]) -> Iterator[str]:
    """Yield the ways in which a canonical may be stored; a relative one also as an address of this server."""
    yield url
    if "/" in url and "://" not in url.partition("|")[0] and not url.startswith("urn:"):
        for base in bases:
            yield f"{base}/{url}"


def _is_version(stored: str, sought: str) -> bool:
    """Return whether a stored canonical is a version of the sought one, or of its version: 1.1 is one of 1, 10 not."""
    url, _, version = stored.partition("|")
    sought_url, _, wanted = sought.partition("|")
    return url == sought_url and (not wanted or version == wanted or version.startswith(f"{wanted}."))
