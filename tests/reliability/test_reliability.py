"""Does the page say what is tried, and does the load bring nothing that nobody asked for? In small."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from tests.reliability import throughput
from tests.reliability.__main__ import PAGE
from tests.reliability.rows import ROWS

ROOT = Path(__file__).parents[2]


def test_each_row_is_on_the_page() -> None:
    """With its command, and nothing has failed; but one that takes an hour is there only once `make soak` has run."""
    page = PAGE.read_text(encoding="utf-8")

    assert [] == [row.command for row in ROWS if f"`{row.command}`" not in page and not row.hour]
    assert "not as it should be" not in page


def test_each_command_names_tests_that_are_there() -> None:
    """By their files."""
    files = [name for row in ROWS for name in re.findall(r"tests/\S+", row.command)]

    assert [] == [name for name in files if not (ROOT / name).exists()]


def test_a_small_storm_brings_nothing_that_nobody_asked_for(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty connections; and it would be told if they were refused."""
    monkeypatch.setattr(throughput, "KNOCKING", 20)
    url = str(client.base_url).rstrip("/")

    assert {} == asyncio.run(throughput.knock(url))
    assert {"404": 20} == asyncio.run(throughput.knock(f"{url}/nowhere"))
