"""Can everything be tried on the built-in fixtures? Each query of `reach.py` finds something, and not everything."""

from collections import Counter

import httpx
import pytest

from sandbox.search.parameters import SEARCH_PARAMETERS
from sandbox.search.parameters.common import COMMON
from tests.conftest import EVERYBODY
from tests.tools.generate.reach import PREFIXES, QUERIES

_EVERYWHERE = frozenset({"_profile"})  # on all Procedures but the contained one, so that it tells none apart


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_some_and_not_all(client: httpx.Client, query: str) -> None:
    """More than nothing, less than all."""
    answer = client.get(f"/fhir/Procedure?{query}&_summary=count", headers=EVERYBODY)
    everything = client.get("/fhir/Procedure?_summary=count", headers=EVERYBODY).json()["total"]

    assert 200 == answer.status_code
    assert 0 < answer.json()["total"] < everything


def test_every_parameter_is_asked_for() -> None:
    """Each row of the table has a query, and every date prefix as well."""
    asked = {query.partition("=")[0].partition(":")[0].partition(".")[0] for query in QUERIES}

    assert set() == (SEARCH_PARAMETERS["Procedure"].keys() | COMMON.keys()) - asked - _EVERYWHERE
    assert set(PREFIXES) == {query[5:7] for query in QUERIES if query.startswith("date=") and query[5].isalpha()}


def test_no_query_stands_there_twice() -> None:
    """Each says something of its own."""
    assert [] == [query for query, count in Counter(QUERIES).items() if count > 1]
