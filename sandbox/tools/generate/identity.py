"""Under which ids and numbers does a generated thing go? All follow from the seed and the thing's own place.

None can be anybody's: no real NPI begins with 9, 555-01xx is set aside for fiction, example.org for documents, and no
post code begins with 000.
"""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from uuid import UUID, uuid5

NPI = "http://hl7.org/fhir/sid/us-npi"
OURS = "https://sandbox.example"
_ROOT = UUID("6c1f3b0a-6a52-5d0c-9a55-2f9a3c5f8f10")
_NPI_PREFIX = "80840"  # what the check digit of an NPI is computed with


def id_of(seed: int, name: str) -> str:
    """Return the UUID (version 5) of the thing called *name* under *seed*."""
    return str(uuid5(_ROOT, f"{seed}/{name}"))


def npi(number: int) -> str:
    """Return the *number*-th made-up NPI: it begins with 9 and has a right check digit."""
    body = f"9{number % 100_000_000:08}"
    total = 0
    for place, digit in enumerate(reversed(_NPI_PREFIX + body)):
        value = int(digit)
        if place % 2 == 0:
            value *= 2
        total += value // 10 + value % 10
    return f"{body}{-total % 10}"


def phone(number: int) -> str:
    """Return a telephone number that nobody has."""
    return f"555-01{number % 100:02}"
