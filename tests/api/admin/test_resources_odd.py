"""Are odd values borne? What no search looks at may be odd, and is no value; what one does look at is a fault."""

from typing import Any

import pytest

from tests.api.admin.stock import Stock, made

ODD: list[tuple[str, Any, str]] = [
    ("name", [{"suffix": 5, "given": [None]}], "Patient?name=5"),
    ("address", [{"text": None, "line": 7}], "Patient?address=7"),
    ("identifier", [{"type": {"coding": ["x"]}, "value": "y"}], "Patient?identifier:of-type=a|b|y"),
    ("identifier", [{"type": {"coding": 5}, "value": "y"}], "Patient?identifier:text=x"),
    ("communication", [{"preferred": "x", "language": {}}], "Patient?language:text=x"),
]


@pytest.mark.parametrize(("name", "value", "query"), ODD)
def test_an_odd_value_is_taken_and_not_found(stock: Stock, name: str, value: Any, query: str) -> None:
    """The resource is read as it is."""
    stock.add(made("Patient", "odd", **{name: value}))

    assert [] == stock.found(query)
    assert value == stock.get("Patient/odd").json()[name]


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        ("name", [{"family": 5, "given": True}], "name.family"),
        ("address", [{"city": 7}], "address.city"),
        ("communication", [{"language": {"coding": "x"}}], "communication.language.coding"),
    ],
)
def test_an_odd_value_that_a_search_would_look_at_is_refused(stock: Stock, name: str, value: Any, path: str) -> None:
    """With its path, and nothing is changed."""
    (fault,) = stock.refused(made("Patient", "odd", **{name: value}))

    assert fault.startswith(f"the body: Patient/odd, {path}: this must be ")
    assert 404 == stock.get("Patient/odd").status_code


def test_the_faults_are_described(stock: Stock) -> None:
    """OpenAPI knows every member of an error."""
    error = stock.client.post("/_sandbox/resources", json={}).json()["error"]
    document = stock.client.get("/_sandbox/openapi.json").json()

    assert error.keys() <= document["components"]["schemas"]["Error"]["properties"]["error"]["properties"].keys()
