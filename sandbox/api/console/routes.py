"""What stands at `/`? For a browser the console, for everything else a word on where the APIs are."""

from collections.abc import Callable

import orjson

from sandbox import __version__
from sandbox.api.console.files import PAGE, StaticFile, static_files
from sandbox.api.shared.hints import hint
from sandbox.api.shared.options import parse_options
from sandbox.backend import Backend
from sandbox.problem import Problem, ProblemKind
from sandbox.suggest import nearest
from sandbox.web.messages import Headers, Request, Response
from sandbox.web.router import NoRoute, Route, find

# How the paths of what is served begin.
_BEGINNINGS = ("fhir", "link", "oauth", "rest", ".well-known", "_sandbox", "console")
_JSON: Headers = (("Content-Type", "application/json; charset=utf-8"), ("Vary", "Accept"))


def handle(backend: Backend, request: Request, path: str) -> Response:
    """Answer a request for what stands at *path* below the root; raises Problem if there is nothing."""
    try:
        function, segments = find(ROUTES, request.method, path)
    except NoRoute as error:
        raise _nowhere(backend, request.method, path, error) from None
    return function(backend, request, *segments)


def _nowhere(backend: Backend, method: str, path: str, error: NoRoute) -> NoRoute:
    """Return what is said of a path outside of all APIs: perhaps one of them was meant, by another spelling."""
    first, slash, rest = path.removeprefix("/").partition("/")
    if not error.allow and (api := nearest(first.casefold(), _BEGINNINGS)):
        said = f'Nothing is served at this address. Did you mean "/{api}{slash}{rest}"?'
        error = NoRoute(method, [], said)
    return error.hinting(hint(backend))


def root(backend: Backend, request: Request) -> Response:
    """Show the console to whoever takes HTML, and say to everybody else where the APIs are."""
    if _takes_html(request.header("Accept")):
        return _served(request, static_files()[PAGE])
    fhir = parse_options(backend, request).bases[0]
    here = fhir.removesuffix("/fhir")
    found = {
        "name": "procedure-sandbox",
        "version": __version__,
        "fhir": fhir,
        "authorize": f"{here}/link/auth",
        "token": f"{here}/link/token",
        "admin": f"{here}/_sandbox",
        "openapi": f"{here}/_sandbox/openapi.json",
        "console": f"{here}/",
        "hint": "In a browser this address is the console: a page (Accept: text/html).",
    }
    return Response(200, _JSON, orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def file(_backend: Backend, request: Request, name: str) -> Response:
    """Serve one file that the page is made of; raises Problem if there is none of that name."""
    found = static_files().get(name)
    if found is None or name == PAGE:
        raise Problem(ProblemKind.UNKNOWN_ADDRESS, "The console has no such file.")
    return _served(request, found)


def _served(request: Request, found: StaticFile) -> Response:
    """Return a file, or word that the browser has it already."""
    known = [tag.strip().removeprefix("W/") for tag in request.header("If-None-Match").split(",")]
    if found.tag in known:
        return Response(304, found.headers, b"")
    return Response(200, found.headers, found.body)


def _takes_html(accept: str) -> bool:
    """Return whether HTML is named among what is taken: a bare `*/*`, as of curl, is no browser's."""
    for part in accept.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        weight = dict(parameter.partition("=")[::2] for parameter in parameters).get("q", "1")
        if name == "text/html" and weight.rstrip("0") not in {"", "0."}:
            return True
    return False


# Columns: method, path, function.
ROUTES: tuple[Route[Callable[..., Response]], ...] = (
    Route("GET", "/", root),
    Route("GET", "/console/{name}", file),
)
