"""What are peers given? The same Procedures and Patients, without references to what is not there.

A server that looks after its references would refuse those.
"""

from pathlib import Path
from typing import Any

import orjson

from bench.procedures import PER_PATIENT, patient, procedure
from sandbox.seed import Seed

_ELSEWHERE = ("basedOn", "encounter", "performer", "location", "reasonReference")


def peer_resources(chance: Seed, size: int) -> list[dict[str, Any]]:
    """Return so many Procedures, each after what it refers to."""
    found: list[dict[str, Any]] = []
    for number in range(size):
        if number % PER_PATIENT == 0:
            found.append(patient(number))
        whole = procedure(chance, number)
        found.append({name: value for name, value in whole.items() if name not in _ELSEWHERE})
    return found


def write_peers_fixtures(file: Path, chance: Seed, size: int) -> None:
    """Write them as NDJSON."""
    file.write_bytes(b"".join([orjson.dumps(one) + b"\n" for one in peer_resources(chance, size)]))
