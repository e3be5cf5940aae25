"""What do the tests of loading share? A way to write files and to load them, or to hear what is wrong with them."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from sandbox.loading.loader import FixturesInvalid, Loaded, load

Files = dict[str, str | bytes]


@pytest.fixture
def load_files(tmp_path: Path) -> Callable[[Files], Loaded]:
    """Write files, by name, and load their folder; what ends in `.gz` is packed, unless it is bytes already."""

    def write_and_load(files: Files) -> Loaded:
        for name, content in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            raw = content.encode() if isinstance(content, str) else content
            file.write_bytes(gzip.compress(raw) if isinstance(content, str) and name.endswith(".gz") else raw)
        return load([tmp_path])

    return write_and_load


@pytest.fixture
def faults_of(load_files: Callable[[Files], Loaded], tmp_path: Path) -> Callable[[Files], list[str]]:
    """Load files, and return their faults as they are printed, without the name of the folder."""

    def faults(files: Files) -> list[str]:
        with pytest.raises(FixturesInvalid) as caught:
            load_files(files)
        return [str(fault).replace(f"{tmp_path}/", "") for fault in caught.value.faults]

    return faults


@pytest.fixture
def loads(load_files: Callable[[Files], Loaded]) -> Callable[[Files], dict[str, Any]]:
    """Load files, and return what is served: the resources as JSON, by `Type/id`."""

    def served(files: Files) -> dict[str, Any]:
        return {f"{found.type}/{found.id}": orjson.loads(found.body) for found in load_files(files).store}

    return served
