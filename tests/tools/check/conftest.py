"""What do the tests of checking share? Small resources, and a way to check files and hear of every flaw."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.tools.check.checker import Checked, check

Json = dict[str, Any]
Told = tuple[str, str, str]  # rule, element, what it says
FlawsOf = Callable[..., list[Told]]

PIA: Json = {"resourceType": "Patient", "id": "pia", "gender": "female"}


def procedure(id_: str | None = "good", **elements: Any) -> Json:
    """Return a Procedure of Pia without a fault; an element that is given as None is left out."""
    whole = {
        "resourceType": "Procedure",
        "id": id_,
        "status": "completed",
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "80146002"}]},
        "subject": {"reference": "Patient/pia"},
        "performedDateTime": "2024-03-01",
    }
    return {name: value for name, value in (whole | elements).items() if value is not None}


@pytest.fixture
def flaws_of(tmp_path: Path) -> FlawsOf:
    """Write files (lists as NDJSON, others indented, `__` for a dot, packed where they end in gz); check the folder."""

    def write_and_check(checked: Checked | None = None, **files: Any) -> list[Told]:
        for name, content in files.items():
            text = json.dumps(content, indent=2)
            if isinstance(content, list):
                text = "".join(json.dumps(row) + "\n" for row in content)
            file = tmp_path / name.replace("__", ".")
            file.write_bytes(gzip.compress(text.encode()) if file.name.endswith(".gz") else text.encode())
        found = check([tmp_path], checked or Checked())
        return [(issue.violation.rule, issue.element, issue.violation.says) for issue in found]

    return write_and_check
