"""Which servers do many tests share? The ward of two patients, asked under its own name, and the many for paging."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sandbox.server import Sandbox
from tests.api.fhir import many_procedures, two_patients
from tests.api.fhir.asking import bearer


def _served(folder: Path, lines: list[str], headers: dict[str, str]) -> Iterator[httpx.Client]:
    file = folder / "resources.ndjson"
    file.write_text("\n".join(lines), encoding="utf-8")
    with (
        Sandbox(file, trusted_hosts=["m.test"]) as sandbox,
        httpx.Client(base_url=sandbox.url, headers=headers) as http,
    ):
        yield http


@pytest.fixture(scope="session")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client without a token of a server that holds the two patients."""
    yield from _served(tmp_path_factory.mktemp("ward"), two_patients.LINES, {"Host": "m.test"})


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client with an application token of a server that holds many Procedures."""
    yield from _served(tmp_path_factory.mktemp("many"), many_procedures.LINES, bearer())
