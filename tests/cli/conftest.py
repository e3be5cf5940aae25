"""What do the tests of certify share? A server for all tests of a module."""

from collections.abc import Iterator

import pytest

from sandbox.server import Sandbox


@pytest.fixture(scope="module")
def there() -> Iterator[tuple[str, str]]:
    """Serve for all tests of a module; give the words that lead there."""
    with Sandbox() as server:
        yield "--url", f"{server.url}/fhir"
