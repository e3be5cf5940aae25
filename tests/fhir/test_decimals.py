"""Is a decimal written as it was read? Whatever a float would make of it."""

import orjson
import pytest

from sandbox.fhir.decimals import decode


@pytest.mark.parametrize("decimal", ["0.00001", "0.000001", "0.0000012", "-0.000005"])
def test_a_small_decimal_keeps_its_spelling(decimal: str) -> None:
    """A small number is not written anew with an exponent."""
    assert decimal == orjson.dumps(decode(decimal.encode())).decode()


def test_a_number_inside_a_text_is_text() -> None:
    """What only looks like a decimal is not touched."""
    raw = b'{"a":"1.50 and 1e2","b":[true,null,2]}'

    assert raw == orjson.dumps(decode(raw))
    assert "1.50 and 1e2" == decode(raw)["a"]
