"""Which pages of elsewhere may read an answer? Those of any origin, where an API is made for browsers.

http://fetch.spec.whatwg.org/#http-cors-protocol. There are no cookies here, so a page can do no more than any program.
"""

from sandbox.web.messages import Headers, Request, Response

EXPOSED = (
    "Date", "Retry-After", "X-Retry-After", "X-Request-Id", "X-Sandbox", "ETag", "Last-Modified", "Location",
    "WWW-Authenticate", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset",
)  # fmt: skip
# What every answer has that any page may read.
HEADERS: Headers = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", ", ".join(EXPOSED)))

_ASKED_METHOD, _ASKED_HEADERS = "Access-Control-Request-Method", "Access-Control-Request-Headers"
_ASKED_NETWORK = "Access-Control-Request-Private-Network"
# Those that are refused, too: a page shall see the 405, and why.
_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
_MAX_AGE = "7200"  # seconds; no browser keeps an answer for longer


def is_preflight(request: Request) -> bool:
    """Return whether a browser asks if a page may send its request."""
    return request.method == "OPTIONS" and _ASKED_METHOD in request.headers


def preflight(request: Request) -> Response:
    """Permit what a page wants to send: every method, and the headers that it names, whatever they are."""
    headers: Headers = (("Access-Control-Allow-Methods", _METHODS), ("Access-Control-Max-Age", _MAX_AGE))
    if wanted := request.header(_ASKED_HEADERS):
        headers += (("Access-Control-Allow-Headers", wanted),)
    if request.header(_ASKED_NETWORK) == "true":
        headers += (("Access-Control-Allow-Private-Network", "true"),)
    return Response(204, headers, b"")
