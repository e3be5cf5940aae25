"""Are odd values borne? What is of a wrong JSON type counts as no value, and is no error of the server."""

from typing import Any

import pytest

from tests.api.admin.stock import Stock, made

ODD: list[tuple[str, Any, str]] = [
    ("name", [{"family": 5, "given": True}], "Patient?family=5"),
    ("address", {"text": None, "city": 7}, "Patient?address=7"),
    ("identifier", [{"type": {"coding": ["x"]}, "value": "y"}], "Patient?identifier:of-type=a|b|y"),
    ("identifier", [{"type": {"coding": 5}, "value": "y"}], "Patient?identifier:text=x"),
    ("communication", [{"language": {"coding": "x"}}], "Patient?language:text=x"),
]


@pytest.mark.parametrize(("name", "value", "query"), ODD)
def test_an_odd_value_is_taken_and_not_found(stock: Stock, name: str, value: Any, query: str) -> None:
    """The resource is read as it is."""
    stock.add(made("Patient", "odd", **{name: value}))

    assert [] == stock.found(query)
    assert value == stock.get("Patient/odd").json()[name]


def test_the_faults_are_described(stock: Stock) -> None:
    """OpenAPI knows every member of an error."""
    error = stock.client.post("/_sandbox/resources", json={}).json()["error"]
    document = stock.client.get("/_sandbox/openapi.json").json()

    assert error.keys() <= document["components"]["schemas"]["Error"]["properties"]["error"]["properties"].keys()
