"""Do clients disturb each other? Two hundred at once, each with a session of its own, get what each alone would get."""

import asyncio

import httpx

from tests.api.fhir.asking import bearer, ids

PATIENTS = {"ada": 20, "cleo": 1, "dora": 21, "ben": 0}


async def _crowd(address: str) -> list[tuple[str, httpx.Response]]:
    limits = httpx.Limits(max_connections=50)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
        who = [(name, number) for number in range(50) for name in PATIENTS]
        asked = [
            client.get("/fhir/Procedure?_count=100", headers=bearer(f"pat_test_ready~{name}~n{number}"))
            for name, number in who
        ]
        return list(zip((name for name, _ in who), await asyncio.gather(*asked), strict=True))


def test_two_hundred_sessions_at_once_get_their_own_data(client: httpx.Client) -> None:
    """Nobody sees another's resources, and every answer has an id of its own."""
    answers = asyncio.run(_crowd(str(client.base_url)))

    assert 200 == len({answer.headers["X-Request-Id"] for _, answer in answers})
    for name, answer in answers:
        assert (200, PATIENTS[name]) == (answer.status_code, len(ids(answer)))
    assert len(PATIENTS) == len({answer.content for _, answer in answers})
