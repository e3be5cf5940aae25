"""What does a client send that means no good, or knows no better? Requests of several families, alike for one seed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from sandbox.api.admin.routes import ROUTES
from sandbox.api.oauth.routes import ROUTES as OAUTH_ROUTES
from sandbox.scenario import PRESETS
from sandbox.search.parameters import SEARCH_PARAMETERS, search_parameters
from sandbox.search.parse.result_parameters import NAMES

LENIENT, BY_FORM, MINE_MOSTLY, WELL_WRITTEN = 0.4, 0.3, 0.7, 0.8  # how often
ASCII, LATIN = 127, 256  # letters below

Lines = tuple[tuple[str, str], ...]
MINE, OTHERS = "ben-okafor", "ada-lovell"  # whose token it is, and whose data nobody may see by it
PATIENT, EVERYBODY = "pat_test_ready~ben~hostile", "aat_test_ready~~hostile"


@dataclass(frozen=True, slots=True)
class HostileRequest:
    """One request; `raw` are its bytes where it is none that HTTP knows, and then nothing else counts."""

    family: str
    method: str = "GET"
    target: str = "/"
    headers: Lines = ()
    body: bytes = b""
    raw: bytes = b""

    def sent(self) -> bytes:
        """Return the bytes of it."""
        if self.raw:
            return self.raw
        lines = [f"{self.method} {self.target} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers)]
        if not any(name == "Host" for name, _ in self.headers):
            lines.append("Host: localhost")
        if self.body or self.method in {"POST", "PUT"}:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + self.body


ODD = (
    "", " ", "0", "-1", "1e999", "9" * 400, "NaN", "null", "true", "\x00", "\x7f", "é", "日本", "\ud7ff", "'", '"',
    "\\", "\\\\", "\\,", "|", "||", "$", "$$", ",", ",,", ";", "&", "=", "?", "#", "%", "%%", "%zz", "%00", "%ff",
    "%C0%AE", "../", "..", ":", "::", ":missing", ":not", ":in", ".", "..a", "(", ")", "((((", "[", "{", "<script>",
    "${jndi:x}",
    "{{7*7}}", "' OR 1=1--", "Patient/", f"Patient/{OTHERS}", "urn:uuid:0", "http://[::1", "ge", "ap2024", "5.4||mg",
    "http://localhost/fhir/Patient/x", "$PATIENT_ID", "%24PATIENT_ID", "2024-02-30", "0000", "9999-12-31", "\t", "*",
    "2024-01-01T25:61", "a" * 3000, "_" * 50, "-", "+", "\u202e", "\u2028", "ﬀ", "İ", "ß", "🏥" * 20,
)  # fmt: skip
# Search type -> values that it takes.
RIGHT: dict[str, tuple[str, ...]] = {
    "token": ("completed", "http://snomed.info/sct|80146002", "|x", "true", "http://loinc.org|"),
    "date": ("2024", "ge2020-05", "lt2030-01-01T00:00:00Z", "ne2021-01-01", "ap2022"),
    "reference": (f"Patient/{MINE}", MINE, f"Patient/{OTHERS}", "Practitioner/x", "http://a.example/fhir/Patient/1"),
    "string": ("ben", "Öka", "a b"),
    "quantity": ("5", "gt4.9", "5|http://unitsofmeasure.org|mg"),
    "number": ("1", "lt100", "1e2"),
    "uri": ("http://a.example/x", "urn:oid:1.2.3"),
}
MODIFIERS = (
    *[""] * 12, ":missing", ":not", ":text", ":in", ":above", ":of-type", ":identifier", ":contains", ":exact",
    ":Patient", ":iterate", ":below", ":not-in",
)  # fmt: skip
TYPES = tuple(SEARCH_PARAMETERS)
TOKENS = (
    PATIENT, PATIENT, PATIENT, EVERYBODY, EVERYBODY, "pat_test_syncing-3x~ben~h2", "aat_test_throttled~~h3", "", "x",
    "pat_test_", "pat_test_ready~", "pat_test_ready~~", "pat_test_ready~nobody", "pat_test_ready~ben~" + "x" * 65,
    "a.b.c", "sk_live_1", "eyJhbGciOiJub25lIn0.eyJwYXRpZW50IjoiUGF0aWVudC9hZGEifQ.", "pat_test_syncing-1e9s",
    "pat_test_flaky-404x1", "pat_test_ready+zero+zero", "pat_test_" + "a" * 3000,
)  # fmt: skip


def hostile_requests(seed: int, count: int) -> Iterator[HostileRequest]:
    """Yield so many requests, the families in turn."""
    random = Random(seed)  # noqa: S311 - the same again for the same seed
    for number in range(count):
        yield FAMILIES[number % len(FAMILIES)](random)


def _login(random: Random) -> Lines:
    token = PATIENT if random.random() < MINE_MOSTLY else random.choice(TOKENS)
    return (("Authorization", f"Bearer {token}"),) if token else ()


def _text(random: Random) -> str:
    """Return something odd, or several such in a row."""
    found = "".join(random.choice(ODD) for _ in range(random.choice((1, 1, 1, 2, 3))))
    return found[:5000]


def _said(random: Random, text: str) -> str:
    """Return a text as it stands in an address: mostly escaped as it should be, sometimes not."""
    if random.random() < WELL_WRITTEN:
        return quote(text, safe=random.choice(("", ":$|,/", "%")), errors="replace")
    return "".join(
        letter for letter in text if letter not in " \r\n\t#?" and letter.isprintable() and ord(letter) < 127
    )


def _right_pair(random: Random, type_: str) -> tuple[str, str]:
    """Return a name and a value that go together, but for a modifier that may not."""
    row = random.choice(list(search_parameters(type_).values()))
    value = random.choice(RIGHT.get(row.type, ("x",)))
    return row.name + random.choice(MODIFIERS), value


def _odd_pair(random: Random, type_: str) -> tuple[str, str]:
    """Return a name and a value of which at least one is odd."""
    name, value = _right_pair(random, type_)
    kind = random.randrange(6)
    if kind == 0:
        return _text(random)[:40], value
    if kind == 1:
        return random.choice(NAMES), _text(random)
    if kind == 2:
        return name + "".join(random.choice((*MODIFIERS, ".", "._has:", ".name")) for _ in range(3)), value
    if kind == 3:
        return name, ",".join(_text(random)[:20] for _ in range(random.choice((2, 30))))
    if kind == 4:
        return name, value + _text(random)
    return name, _text(random)


def search(random: Random) -> HostileRequest:
    """Ask with names and values that are right, or odd, by GET or by form."""
    type_ = random.choice(TYPES)
    pairs = [_right_pair(random, type_) for _ in range(random.choice((0, 1, 1, 2)))]
    pairs += [_odd_pair(random, type_) for _ in range(random.choice((0, 1, 1, 1, 4)))]
    query = "&".join(f"{_said(random, name)}={_said(random, value)}" for name, value in pairs)
    path = random.choice((f"/{type_}", f"/{type_}", "/", f"/Patient/{MINE}/{type_}", f"/Patient/{OTHERS}/{type_}"))
    headers = _login(random)
    if random.random() < LENIENT:
        headers += (("Prefer", "handling=lenient"),)
    if random.random() < BY_FORM:
        form = (("Content-Type", "application/x-www-form-urlencoded"),)
        target = f"/fhir{path.rstrip('/')}/_search"
        return HostileRequest("search", "POST", target, headers + form, query.encode("utf-8", "replace"))
    return HostileRequest("search", "GET", f"/fhir{path}?{query}"[:60_000], headers)


def deep(random: Random) -> HostileRequest:
    """Ask for much: chains, `_has`, brackets, includes and lists that are long or nested."""
    depth = random.choice((2, 5, 20, 200))
    pairs = (
        ("part-of." * depth + "code", "x"),
        ("_has:Procedure:part-of:" * depth + "code", "x"),
        ("_filter", "(" * depth + "code eq x" + ")" * random.choice((depth, depth, depth - 1))),
        ("_filter", " and ".join(["not (code eq a or date ge 2024)"] * depth)),
        ("_count", f"{10**depth}"),
        ("code", ",".join(f"{number}" for number in range(depth * 20))),
    )
    name, value = random.choice(pairs)
    query = f"{quote(name, safe=':._')}={quote(value, safe=',')}"
    if name == "_count":
        query += "&_include:iterate=*&_revinclude=*&_include=*"
    type_ = random.choice(("Procedure", "Patient", "Encounter"))
    return HostileRequest("deep", "GET", f"/fhir/{type_}?{query}", _login(random))


SEGMENTS = (
    "fhir", "Procedure", "Patient", MINE, OTHERS, "_search", "_history", "$everything", "_sandbox", "link", "oauth",
    ".well-known", "metadata", "..", ".", "",
)  # fmt: skip
METHODS = ("GET", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND")


def path(random: Random) -> HostileRequest:
    """Ask for addresses that are none."""
    parts = [
        random.choice((*SEGMENTS, _said(random, _text(random))[:200]))
        for _ in range(random.choice((1, 2, 3, 4, 6, 40)))
    ]
    target = random.choice(("/", "/fhir/", "/_sandbox/", "//")) + "/".join(parts)
    return HostileRequest("path", random.choice(METHODS), target, _login(random))


HEADERS = (
    "Accept", "Accept-Encoding", "Prefer", "Content-Type", "Authorization", "Origin", "Host", "Range", "If-None-Match",
    "Access-Control-Request-Method", "X-Forwarded-Host", "User-Agent", "Cookie", "Expect", "Connection", "X-A",
)  # fmt: skip
ASKED = ("/fhir/Procedure", "/fhir/metadata", "/_sandbox/health", "/link/introspect", "/", "/link/auth")


def header(random: Random) -> HostileRequest:
    """Send headers that say nothing, too much, or one thing twice."""
    lines = []
    for _ in range(random.choice((1, 2, 4, 20))):
        odd = "".join(letter for letter in _text(random) if letter.isprintable() and ord(letter) < LATIN)
        value = random.choice((odd, "*/*;q=0", "gzip;q=x", "localhost:99999", "Bearer Bearer x"))
        lines.append((random.choice(HEADERS), value))
    return HostileRequest("header", random.choice(("GET", "OPTIONS", "HEAD")), random.choice(ASKED), tuple(lines))


KEYS = (
    "resourceType", "id", "patient", "scenario", "steps", "status", "sync", "seconds", "freeze", "advance", "to",
    "count", "within", "never", "query", "token", "entry", "resource", "subject", "reference",
)  # fmt: skip
NO_JSON = (b"", b"{", b"[" * 20_000, b"\xff\xfe", b'{"a":NaN}', b'{"a":1e999}', b'"' + b"x" * 100_000 + b'"')
DEEPEST = 4


def _json(random: Random, depth: int = 0) -> object:
    """Return a JSON value with the keys of this server at places where they may mean something, or not."""
    flat: tuple[object, ...] = (None, True, random.choice((-1, 0, 10**30, 1e308)), _text(random)[:200], "ready", [])
    kind = random.randrange(len(flat) + 2)
    if kind < len(flat) or depth == DEEPEST:
        return random.choice(flat)
    inner = [_json(random, depth + 1) for _ in range(random.choice((1, 2, 4)))]
    if kind == len(flat):
        return inner
    return {random.choice((*KEYS, _text(random)[:20])): value for value in inner}


def _json_body(random: Random) -> bytes:
    if random.random() > WELL_WRITTEN:
        return random.choice(NO_JSON)
    found = _json(random)
    if random.random() < WELL_WRITTEN:
        found = {random.choice(KEYS): found, random.choice(KEYS): _json(random)}
    return json.dumps(found, ensure_ascii=random.random() < WELL_WRITTEN).encode("utf-8", "replace")


STEERED = tuple(route for route in ROUTES if route.pattern != "/reset")  # that would end everybody's sessions
MEDIA = ("application/json", "application/json", "application/fhir+json", "application/x-ndjson", "text/plain")


def steering(random: Random) -> HostileRequest:
    """Steer with bodies and queries of all kinds."""
    route = random.choice(STEERED)
    words = [_said(random, _text(random))[:100] if "{" in word else word for word in route.pattern.split("/")]
    target = f"/_sandbox{'/'.join(words)}"
    if random.random() > WELL_WRITTEN:
        target += f"?{_said(random, _text(random))}={_said(random, _text(random))}"
    if route.method == "GET":
        return HostileRequest("steering", "GET", target[:8000], _login(random))
    body = _json_body(random)
    if route.pattern == "/session/expect":  # nobody is to wait for it
        body = body.replace(b"within", b"withim").replace(b"for", b"fro")
    headers = (*_login(random), ("Content-Type", random.choice(MEDIA)))
    return HostileRequest("steering", route.method, target[:8000], headers, body)


FIELDS = (
    "response_type", "client_id", "redirect_uri", "code_challenge", "scope", "state", "grant_type", "code",
    "code_verifier", "refresh_token", "secret_key", "public_token", "decision", "sandbox_patient", "sandbox_scenario",
    "sandbox_find", "sandbox_error", "flexpa_external_id",
)  # fmt: skip
VALUES = (
    "code", "pk_test_x", "http://localhost:1/cb", "S256", "x" * 43, "authorization_code", "allow", "http://evil.example/",
    "client_credentials", "refresh_token", "javascript:alert(1)", *PRESETS, '{"steps":[{}]}',
)  # fmt: skip
FORMS = ("application/x-www-form-urlencoded", "application/json", "multipart/form-data", "")
BASIC = ("Basic", "Basic cGtfdGVzdDpza190ZXN0", "Basic %%%", "Bearer x")


def oauth(random: Random) -> HostileRequest:
    """Ask for access with parameters of all kinds."""
    route = random.choice(OAUTH_ROUTES)
    pairs = [
        (random.choice(FIELDS), random.choice((random.choice(VALUES), _text(random))))
        for _ in range(random.choice((1, 3, 8, 150)))
    ]
    query = "&".join(f"{name}={_said(random, value)}" for name, value in pairs)[:30_000]
    if route.method == "GET":
        return HostileRequest("oauth", "GET", f"{route.pattern}?{query}", _login(random))
    headers = random.choice(((("Authorization", random.choice(BASIC)),), _login(random)))
    media = random.choice(FORMS)
    if media:
        headers = (*headers, ("Content-Type", media))
    body = query.encode() if "form" in media else _json_body(random)
    return HostileRequest("oauth", "POST", route.pattern, headers, body)


END = b"\r\n\r\n"
VERSIONS = (b"HTTP/0.9", b"HTTP/2.0", b"http/1.1", b"HTTP/1.1 x")
CHUNKS = (b"zz\r\n", b"5\r\nab", b"0\r\n\r\n")
LENGTHS = (b"-1", b"1e3", b"9" * 20, b"5")


def wire(random: Random) -> HostileRequest:
    """Send what is no HTTP, half of it, or too much."""
    good = HostileRequest("wire", target="/fhir/metadata?_summary=true").sent()
    cut = random.randrange(1, len(good))
    letter = bytes([random.randrange(256)])
    raw = random.choice(
        (
            good[:cut],
            good[:cut] + letter + good[cut:],
            good[:cut] + letter + good[cut + 1 :],
            good + good[:cut],
            b"\r\n" * cut + good,
            good.replace(b"HTTP/1.1", random.choice(VERSIONS)),
            good.replace(b"\r\n", b"\n"),
            good.replace(b"Host:", b"Host :"),
            good.replace(b"localhost", b"a b"),
            good.replace(b"Host", b"X-" + b"y" * random.choice((10, 9000))),
            b"\x16\x03\x01" + letter * 50,
            letter * 300,
            good.replace(END, b"\r\nTransfer-Encoding: chunked" + END + random.choice(CHUNKS)),
            good.replace(END, b"\r\nContent-Length: " + random.choice(LENGTHS) + END + b"ab"),
            good.replace(END, b"\r\nContent-Length: 2\r\nTransfer-Encoding: chunked" + END + CHUNKS[-1]),
            good.replace(END, b"\r\nX-A: b" * 200 + END),
            b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x" + END,
            b"CONNECT localhost:1 HTTP/1.1\r\nHost: x" + END,
            good.replace(END, b"\r\nUpgrade: websocket\r\nConnection: Upgrade" + END),
        )
    )
    return HostileRequest("wire", raw=raw)


# Searches come three times: most clients ask for nothing else.
FAMILIES: tuple[Callable[[Random], HostileRequest], ...] = (
    search, deep, path, search, header, steering, search, oauth, wire,
)  # fmt: skip
