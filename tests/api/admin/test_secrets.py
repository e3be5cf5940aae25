"""Does the journal keep a secret? Never, wherever a client puts it."""

import pytest

from tests.api.admin.handle import Hands


@pytest.mark.parametrize(
    "query",
    [
        "access_token=pat_test_ready~ada~x",
        "identifier=sk_live_12345",
        "date=ge2024&token=abcdef",
        "code=eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    ],
)
def test_a_secret_in_the_query_is_masked(hands: Hands, query: str) -> None:
    """Tokens, keys and JWTs become three stars."""
    handle = hands("ready")
    handle.get(f"/Procedure?{query}")
    name = query.rpartition("=")[0].rpartition("&")[2]

    assert f"{name}=***" in handle.journal()[-1]["query"]


def test_two_clocks_can_stand_at_the_same_moment(hands: Hands) -> None:
    """Then two runs give the same bytes, dates included."""
    handle = hands("ready")
    clock = handle.steer("POST", "/session/clock", {"freeze": True, "to": 4_102_444_800}).json()

    assert {"now": 4_102_444_800.0, "frozen": True} == clock
    assert "Fri, 01 Jan 2100 00:00:00 GMT" == handle.get("/Procedure").headers["Date"]
    assert 400 == handle.steer("POST", "/session/clock", {"to": 4_102_444_799}).status_code
