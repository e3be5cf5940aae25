"""How does HTTP write a moment? http://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats"""

# tested by: tests/api/fhir/test_read.py

from email.utils import formatdate
from functools import lru_cache


@lru_cache(maxsize=4096)
def http_date(seconds: int) -> str:
    """Return a moment as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`."""
    return formatdate(seconds, usegmt=True)
