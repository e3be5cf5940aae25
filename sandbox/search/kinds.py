"""Which module answers for which search type? The table of kinds."""

from sandbox.search import canonical, date, identity, reference, token, uri
from sandbox.search.kind import Kind

KINDS: dict[str, Kind] = {
    "canonical": canonical,
    "date": date,
    "id": identity,
    "reference": reference,
    "token": token,
    "uri": uri,
}
