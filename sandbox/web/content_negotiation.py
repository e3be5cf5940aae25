"""Which formats do both sides speak? Answers are JSON, searches are forms; `_format` beats Accept.

http://hl7.org/fhir/R4/http.html#mime-type
"""

# tested by: tests/api/fhir/test_formats.py

from sandbox.problem import Problem, ProblemKind
from sandbox.search import pairs
from sandbox.web.messages import Request

FHIR_JSON = "application/fhir+json; charset=utf-8"
FORM = "application/x-www-form-urlencoded"

_JSON_NAMES = frozenset({"json", "application/json", "application/fhir+json", "text/json"})
_JSON_RANGES = _JSON_NAMES | {"*/*", "application/*"}


def check_accept(request: Request, raw: str) -> None:
    """Raise Problem unless JSON is among what the client takes; *raw* are all parameters, those of a form included."""
    if "format" in raw:
        wanted = next((value for name, value in pairs(raw) if name == "_format"), "")
    else:
        wanted = ""
    if wanted:
        # The '+' of application/fhir+json arrives as a space if it travelled raw.
        if not _is_json(wanted.replace(" ", "+"), _JSON_NAMES):
            raise Problem(ProblemKind.WRONG_ACCEPT, f"_format={wanted} is not supported; use json.", "http._format")
    elif not request.by_headers(_takes_json):
        text = "Accept leaves out application/fhir+json, the only format that is supported."
        raise Problem(ProblemKind.WRONG_ACCEPT, text, "http.Accept")


def check_form(request: Request) -> None:
    """Raise Problem unless the body is a form."""
    media = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Problem(ProblemKind.WRONG_BODY, "The body of a search must not be compressed.", "http.body")
    if media != FORM and (media or request.body):
        raise Problem(
            ProblemKind.WRONG_BODY, f"The body of a search must be {FORM}, not {media or 'unnamed'}.", "http.body"
        )


def _takes_json(request: Request) -> bool:
    accept = request.header("Accept")
    return not accept.strip() or any(_is_json(part, _JSON_RANGES) for part in accept.split(","))


def _is_json(media: str, known: frozenset[str]) -> bool:
    name, *parameters = (part.strip().lower() for part in media.split(";"))
    values = dict(parameter.partition("=")[::2] for parameter in parameters)
    refused = values.get("q", "1").rstrip("0") in {"", "0."}
    return name in known and not refused and values.get("fhirversion", "4.0").strip('"') in {"4.0", "4.0.1"}
