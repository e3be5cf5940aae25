"""Are the built-in fixtures what the command makes, and what their README says?"""

import re
from collections import Counter
from pathlib import Path

import httpx
import orjson
import pytest

from sandbox.cli import main
from sandbox.loading import built_in_fixtures
from tests.tools.generate.reader import Json, name_of, of_type, references

FOLDER = built_in_fixtures()[0]
README = (FOLDER / "README.md").read_text(encoding="utf-8")
PEOPLE = {row["name"]: row["patient"] for row in orjson.loads((FOLDER / "personas.json").read_bytes())}


def own(fixtures: list[Json], persona: str) -> list[Json]:
    """Return the Procedures of a persona."""
    patient = f"Patient/{PEOPLE[persona]}"
    return [row for row in of_type(fixtures, "Procedure") if row["subject"]["reference"] == patient]


def test_the_command_makes_the_committed_files(tmp_path: Path) -> None:
    """`generate --personas` writes every file of the folder but the README, byte for byte."""
    assert 0 == main(["generate", "--personas", "--seed", "20261122", "--out", str(tmp_path)])
    committed, made = (
        {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix != ".md"}
        for folder in (FOLDER, tmp_path)
    )

    assert committed == made


def test_they_stay_small() -> None:
    """Every start reads them."""
    files = list(FOLDER.glob("*.ndjson"))

    assert sum(file.stat().st_size for file in files) < 4_000_000
    assert sum(len(file.read_bytes().splitlines()) for file in files) < 6_000


@pytest.mark.parametrize(
    ("persona", "number"),
    [
        ("ada", 20),
        ("ben", 0),
        ("cleo", 1),
        ("dora", 21),
        ("edge", 26),
        ("finn", 6),
        ("gus", 6),
        ("hana", 3),
        ("iris", 5),
        ("thea", 1000),
    ],
)
def test_a_persona_has_its_number_of_procedures(fixtures: list[Json], persona: str, number: int) -> None:
    """None, one, one more than a page, a thousand; and the README says the same."""
    assert number == len(own(fixtures, persona))
    assert f"| `{persona}` | `{PEOPLE[persona]}` | {number:,} |" in README


def test_about_four_hundred_procedures_stand_beside_the_thousand(fixtures: list[Json]) -> None:
    """26 patients, and the README counts each type."""
    counts = Counter(row["resourceType"] for row in fixtures)
    shown = {name: int(number.replace(",", "")) for name, number in re.findall(r"\| (\w+) \| ([\d,]+) (?=\|)", README)}

    assert (26, True) == (counts["Patient"], 380 <= counts["Procedure"] - 1000 <= 440)
    assert dict(counts) == shown
    assert f"| **all** | **{counts.total():,}** |" in README


def test_finn_and_gus_share_their_doctors(fixtures: list[Json]) -> None:
    """More than one of them, so that a chain must tell the patients apart."""
    finn, gus = (
        {ref for row in own(fixtures, name) for ref in references(row.get("performer"))} for name in ("finn", "gus")
    )

    assert len({ref for ref in finn & gus if ref.startswith("Practitioner/")}) >= 2


@pytest.mark.parametrize("persona", ["ada", "cleo", "dora", "finn", "gus", "hana", "thea"])
def test_a_conformance_test_can_start_from_the_first(client: httpx.Client, persona: str) -> None:
    """The first in default order has a SNOMED CT coding and a time to the second with its offset."""
    token = {"Authorization": f"Bearer pat_test_ready~{persona}"}
    first = client.get("/fhir/Procedure?_count=1", headers=token).json()["entry"][0]["resource"]

    assert "http://snomed.info/sct" in {coding.get("system") for coding in first["code"]["coding"]}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", first["performedDateTime"])


def test_ada_has_what_a_conformance_test_needs(fixtures: list[Json]) -> None:
    """Several statuses, an order that is stored, and a Provenance by a Practitioner on behalf of an organization."""
    procedures = own(fixtures, "ada")
    names = set(map(name_of, fixtures))
    orders = {ref for row in procedures for ref in references(row.get("basedOn"))}
    signed = [
        agent
        for row in of_type(fixtures, "Provenance")
        if {target["reference"] for target in row["target"]} & set(map(name_of, procedures))
        for agent in row["agent"]
        if agent["who"].get("reference", "").startswith("Practitioner/")
    ]

    assert len({row["status"] for row in procedures}) > 1
    assert any(ref.startswith("ServiceRequest/") for ref in orders & names)
    assert signed
    assert all("onBehalfOf" in agent for agent in signed)
