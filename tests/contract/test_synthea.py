"""Is what Synthea exports served as it is? As transactions; by `make nightly` also as collections and as bulk data.

`SYNTHEA=every` runs all three ways, each of which takes a minute.
"""

import os
from pathlib import Path

import pytest

from sandbox.cli import main
from sandbox.loading import load
from tests.contract.toolchain import synthea

WAYS = {
    "transactions": (),
    "collections": ("--exporter.fhir.transaction_bundle=false",),
    "bulk data": ("--exporter.fhir.bulk_data=true",),
}


def _chosen() -> list[str]:
    if os.environ.get("SYNTHEA") == "every":
        return list(WAYS)
    return ["transactions"]


@pytest.mark.parametrize("way", _chosen())
def test_an_export_is_served_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str) -> None:
    """Its whole folder, with what lies there besides resources; `check` finds no error in it.

    But for this: collections bring hospitals and people once more than the files about them, with other extensions.
    """
    fhir = synthea(tmp_path / "synthea", *WAYS[way])
    counts = load([tmp_path / "synthea"]).store.counts

    assert counts["Patient"] >= 2
    assert counts["Procedure"] > 0
    assert 0 == main(["check", str(fhir), "--ignore", "duplicate-id"]), capsys.readouterr().out
