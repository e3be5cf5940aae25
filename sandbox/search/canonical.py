"""How is a canonical searched? As `url` or `url|version`, exactly as it is stored.

The pipe parts the version, it makes no token. A plain url does not find a stored `url|1.1`: the versions of a
canonical are different things. http://hl7.org/fhir/R4/search.html#versions
"""

from collections.abc import Hashable

from sandbox.search import uri
from sandbox.search.escape import unescape
from sandbox.search.kind import Keys
from sandbox.search.table import Param

MODIFIERS = frozenset({"missing", "[type]"})

column = uri.column


def compile(raw: str, modifier: str, _param: Param, bases: tuple[str, ...]) -> Keys:  # noqa: A001 - a Kind's word
    """Read `url` or `url|version`; a relative one such as `PlanDefinition/pd` is one of this server's own."""
    url = unescape(raw)
    if "/" in url and "://" not in url.partition("|")[0] and not url.startswith("urn:"):
        found: tuple[Hashable, ...] = (url, *(f"{base}/{url}" for base in bases))
    else:
        found = (url,)
    if modifier and f"/{modifier}/" not in f"/{url}":
        raise ValueError(f"{url!r} is not the address of a {modifier}")
    return Keys(found)
