"""Are the dependencies locked? Each file of `requirements` names one release of everything, with its hashes."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ("base", "check", "data", "dev", "replicas")  # each but the first has what the extra of its name needs
REPAIR = "run `make locks`"

if not (ROOT / "pyproject.toml").exists() or not (ROOT / "requirements").is_dir():
    pytest.skip("the sources are not here", allow_module_level=True)


def locked(name: str) -> list[tuple[Requirement, int]]:
    """Return what a lock names, and of how many files of it there is a hash."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    found = []
    for line in text.splitlines():
        written, *hashes = re.split(r"\s+--hash=sha256:(?=[0-9a-f]{64}\b)", line)
        found.append((Requirement(written), len(hashes)))
    return found


def needed(name: str) -> list[Requirement]:
    """Return what the project needs by itself, and for an extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(one) for one in [*project["dependencies"], *project["optional-dependencies"].get(name, [])]]


@pytest.mark.parametrize("name", [*LOCKS, "build"])
def test_one_release_of_each_and_its_hashes(name: str) -> None:
    """So that what is installed is what was tried, to the byte."""
    found = locked(name)

    assert found
    assert [] == [str(one) for one, _ in found if not re.fullmatch(r"==[^,*]+", str(one.specifier))], REPAIR
    assert [] == [str(one) for one, hashes in found if not hashes], REPAIR


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_all_that_is_needed(name: str) -> None:
    """In a release that the project takes."""
    releases = {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one, _ in locked(name)}
    unmet = [
        str(one)
        for one in needed(name)
        if not one.specifier.contains(releases.get(canonicalize_name(one.name), "0"), prereleases=True)
    ]

    assert [] == unmet, REPAIR
