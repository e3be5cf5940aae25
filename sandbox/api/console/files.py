"""Which files is the console made of? All that lie in `static`, read once: nothing else can be asked for."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path

from sandbox.reports.timeline_svg import STYLE
from sandbox.web.messages import Headers

STATIC = Path(__file__).parent / "static"
PAGE = "index.html"

_TIMELINE = b64encode(sha256(STYLE.encode()).digest()).decode()
# What a browser may do with the page: load scripts and styles from here alone, of those in the markup only that of the
# retry timeline; ask nobody else; be shown in no frame; make no markup of a text (`innerHTML` and the like throw).
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' 'sha256-{_TIMELINE}'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
_MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is served; `tag` is its entity tag, which changes with its bytes."""

    body: bytes
    tag: str
    headers: Headers


@cache
def static_files() -> Mapping[str, StaticFile]:
    """Return the files by name."""
    return {path.name: _read(path) for path in sorted(STATIC.iterdir()) if path.suffix in _MEDIA}


def _read(path: Path) -> StaticFile:
    body = path.read_bytes()
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers: Headers = (
        ("Content-Type", _MEDIA[path.suffix]),
        ("Cache-Control", "no-cache"),
        ("ETag", tag),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    )
    if path.name == PAGE:
        headers += (("Vary", "Accept"),)
    return StaticFile(body, tag, headers)
