"""Real retry libraries, as they come and as one would set them up: the table of docs/stacks.md is what they do."""

import importlib.util

import pytest

_NEEDED = ("urllib3", "tenacity", "stamina", "aiohttp_retry", "backoff", "httpx_retries", "requests")

if any(importlib.util.find_spec(name) is None for name in _NEEDED):
    pytest.skip("the retry libraries are not installed", allow_module_level=True)

from tests.stories import stacks  # noqa: E402 - only once it is known that it can be imported
from tests.stories.conftest import Meet  # noqa: E402 - as above


def test_the_table_of_the_page_is_what_the_stacks_do() -> None:
    """`python -m tests.stories.stacks` would change nothing."""
    text = stacks.PAGE.read_text(encoding="utf-8")

    assert stacks.written(text) == text


def test_a_stack_that_reads_the_header_passes(meet: Meet) -> None:
    """urllib3 waits as it is told: five requests in 10 s."""
    patient = meet("syncing-10s")

    assert "pass (5)" == stacks.told(patient, stacks.urllib3_told)
    assert [429, 429, 429, 429, 200] == patient.statuses()


def test_a_stack_that_knows_no_bound_is_stopped(meet: Meet) -> None:
    """A bare `@retry` of tenacity never waits and never ends."""
    hammering = meet("stuck")

    assert "fail: R02, R08 (60 or more)" == stacks.told(hammering, stacks.tenacity_default)


def test_every_stack_is_shown_in_every_scenario() -> None:
    """Two rows a library: as it comes, and told what to do."""
    text = stacks.PAGE.read_text(encoding="utf-8")

    for name, stack in stacks.STACKS:
        assert f"| {name} | {(stack.__doc__ or '').removesuffix('.')} |" in text
    assert all(f"`{scenario}`" in text for scenario in stacks.SCENARIOS)
