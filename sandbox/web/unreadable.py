"""Why could a request not be read? In words of our own: the parser's may quote a secret."""

from aiohttp.http_exceptions import InvalidURLError, LineTooLong

from sandbox.problem import Problem, ProblemKind

LONGEST_TARGET = 65_536  # bytes of a path with its query

_PLACE = "http"

_TARGET_TOO_LONG = (
    f"The address is longer than {LONGEST_TARGET} bytes. Search by POST to _search: its form may have a megabyte."
)
_BAD_TARGET = "The address has a character that may not stand in one: write what is not ASCII as %C3%A9, for example."
_TOO_MANY = "The request has too many headers."
_LENGTH = "The length of a body is said once: by Content-Length, in digits, or by Transfer-Encoding: chunked."
_HOST = "A request of HTTP/1.1 has exactly one Host header."
_TLS = "This is TLS, and the sandbox speaks plain HTTP at this port: write http://, or serve with --tls-cert."

# What the parser's message begins with, and what is said instead.
_SENTENCES = {
    "Missing 'Host' header": _HOST,
    "Duplicate 'Host' header": _HOST,
    "Duplicate Content-Length": _LENGTH,
    "Invalid character in Content-Length": _LENGTH,
    "Transfer-Encoding can't be present with Content-Length": _LENGTH,
    "Content-Length can't be present with Transfer-Encoding": _LENGTH,
    "Received HTTPS traffic on an HTTP port": _TLS,
}


def unreadable(cause: BaseException | None = None) -> Problem:
    """Return the problem of a request that the parser has given up, for this *cause* if it is known."""
    if isinstance(cause, LineTooLong):
        if LONGEST_TARGET in cause.args:
            return Problem(ProblemKind.TOO_LONG, _TARGET_TOO_LONG, _PLACE)
        limits = [limit for limit in cause.args if isinstance(limit, int)]
        most = "".join(f" than {limit} bytes" for limit in limits[:1])
        return Problem(ProblemKind.HEAD_TOO_LARGE, f"A header is longer{most}.", _PLACE)
    if isinstance(cause, InvalidURLError):
        return Problem(ProblemKind.BAD_VALUE, _BAD_TARGET, _PLACE)
    said = str(getattr(cause, "message", ""))
    if said.startswith("Too many headers"):
        return Problem(ProblemKind.HEAD_TOO_LARGE, _TOO_MANY, _PLACE)
    for beginning, sentence in _SENTENCES.items():
        if said.startswith(beginning):
            return Problem(ProblemKind.BAD_VALUE, sentence, _PLACE)
    return Problem(ProblemKind.BAD_VALUE, "Malformed HTTP request.", _PLACE)
