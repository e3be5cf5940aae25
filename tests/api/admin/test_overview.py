"""What is said of the whole sandbox? Its personas, and the tables of scenarios and spellings."""

import httpx
import pytest

from sandbox.scenario import PRESETS, RETRY_AFTER_FORMATS
from tests.api.admin.handle import Handle, error


def test_personas_come_with_a_token_that_works(client: httpx.Client) -> None:
    """And with what that token sees."""
    found = client.get("/_sandbox/personas").json()

    assert ["name", "patient", "about", "token", "resources"] == list(found[0])
    assert "ada" == found[0]["name"]
    for persona in found:
        handle = Handle(client, persona["token"])
        assert persona["patient"] == handle.get("/Patient/$PATIENT_ID").json()["id"]
        assert persona["resources"].get("Procedure", 0) == handle.count()


@pytest.mark.parametrize(("query", "names"), [("count=2", ["ada", "ben"]), ("count=2&offset=1", ["ben", "cleo"])])
def test_personas_are_paged(client: httpx.Client, query: str, names: list[str]) -> None:
    """Where there are many, each of whom is counted anew."""
    assert names == [persona["name"] for persona in client.get(f"/_sandbox/personas?{query}").json()]


@pytest.mark.parametrize("query", ["count=-1", "count=x", "offset=1.5", "cuont=2", "count=" + "9" * 30])
def test_a_page_of_personas_that_is_none_is_400(client: httpx.Client, query: str) -> None:
    """It says how they are paged."""
    answer = client.get(f"/_sandbox/personas?{query}")

    assert (400, "Personas are paged by ?count= and ?offset=, whole numbers.") == (answer.status_code, error(answer))


def test_scenarios_lists_every_preset_and_every_spelling(client: httpx.Client) -> None:
    """With how each is written, what it does, and how that is known."""
    found = client.get("/_sandbox/scenarios").json()

    assert list(PRESETS) == [row["name"] for row in found["scenarios"]]
    assert list(RETRY_AFTER_FORMATS) == [row["name"] for row in found["retry_after"]]
    assert all({"name", "form", "about", "basis"} <= row.keys() and all(row.values()) for row in found["scenarios"])
    assert all({"name", "about", "kind", "basis"} <= row.keys() and all(row.values()) for row in found["retry_after"])
    assert all(row["form"].startswith(row["name"]) for row in found["scenarios"])
    assert not any(hex_id in row["form"] for row in found["scenarios"] for hex_id in "`\\")
