"""Under which address and options is this request read?

The addresses that the client used, and its `Prefer` header.
"""

# tested by: tests/api/fhir/test_lenient.py, tests/api/fhir/test_links.py

import re
from functools import lru_cache

from sandbox.backend import Backend
from sandbox.search import ParseOptions, SearchChoices
from sandbox.web.messages import Request

_HANDLING = re.compile(r"""(?:^|[,;])\s*handling\s*=\s*"?(strict|lenient)"?\s*(?=[,;]|$)""", re.IGNORECASE)


def parse_options(backend: Backend, request: Request) -> ParseOptions:
    """Return the terms on which this request is read: the server's addresses, and its patience with the unknown."""
    return request.by_headers(_options, backend)


def _options(request: Request, backend: Backend) -> ParseOptions:
    settings = backend.settings
    origin, prefer = request.origin(), request.header("Prefer")
    return _terms(origin, prefer, settings.public_url, settings.handling, backend.choices)


@lru_cache(maxsize=256)
def _terms(origin: str, prefer: str, public: str | None, handling: str, choices: SearchChoices) -> ParseOptions:
    bases = (f"{origin}/fhir",) if public in {None, origin} else (f"{public}/fhir", f"{origin}/fhir")
    # A preference that is given twice counts as it was given first: http://www.rfc-editor.org/rfc/rfc7240#section-2
    request = _HANDLING.findall(prefer)
    preferred = (request or [handling])[0].lower()
    return ParseOptions(
        bases=bases, lenient=preferred == "lenient", strict=bool(request) and preferred == "strict", choices=choices
    )


def issuer(backend: Backend, request: Request) -> str:
    """Return the address of this server as the client knows it."""
    return parse_options(backend, request).bases[0].removesuffix("/fhir")
