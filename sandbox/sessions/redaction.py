"""What may never be kept? Tokens and keys are cut out of whatever is written down."""

# tested by: tests/api/admin/test_secrets.py

import re
from urllib.parse import unquote

# What may be a token or a key, wherever it stands in a query: the journal never keeps one.
_SECRET = re.compile(
    r"(?<=token=)[^&]+|(?<=secret=)[^&]+|eyJ[\w-]+\.[\w-]+\.[\w-]*|(?:pat|aat|sk|pk)_(?:test|live)_[^&/]+",
    re.IGNORECASE,
)
# A letter, a digit or a "_" that is percent-encoded, which nobody needs to do.
_VEILED = re.compile(r"%(?:[46][1-9a-f]|[57][0-9a]|4f|5f|6f|3[0-9])", re.IGNORECASE)


def redact(text: str) -> str:
    """Return a part of an address without secrets, however they are written."""
    plain = text.lower()
    if "%" in text and _VEILED.search(text):
        plain = unquote(text).lower()
    if not ("token=" in plain or "secret=" in plain or "eyj" in plain or "_test_" in plain or "_live_" in plain):
        return text
    cleaned = _SECRET.sub("***", text)
    return cleaned if not _SECRET.search(unquote(cleaned)) else _SECRET.sub("***", unquote(text))
