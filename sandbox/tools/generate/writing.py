"""How do resources become files? NDJSON, a file for each type, or a Bundle for each patient."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import orjson

from sandbox.tools.generate.identity import OURS
from sandbox.tools.generate.population import Batch
from sandbox.tools.generate.region import Json

Writer = Callable[[Batch], None]


def write(made: Iterable[Batch], folder: Path, form: str, step: Callable[[int], object]) -> Counter[str]:
    """Write batches into a folder in a format of FORMATS; return how many of each type there were."""
    counts: Counter[str] = Counter()
    with FORMATS[form](folder) as put:
        for batch in made:
            counts.update(resource["resourceType"] for resource in batch.resources)
            put(batch)
            step(batch.patients)
    return counts


@contextmanager
def _ndjson(folder: Path) -> Iterator[Writer]:
    """Append each resource to the file of its type."""
    open_files: dict[str, BinaryIO] = {}
    with ExitStack() as stack:

        def put(batch: Batch) -> None:
            for resource in batch.resources:
                type_ = resource["resourceType"]
                file = open_files.get(type_)
                if file is None:
                    file = open_files[type_] = stack.enter_context((folder / f"{type_}.ndjson").open("wb"))
                file.write(orjson.dumps(resource, option=orjson.OPT_APPEND_NEWLINE))

        yield put


@contextmanager
def _bundles(folder: Path) -> Iterator[Writer]:
    """Write a transaction for each batch: shared things first by name, so that a server may take them in that order."""

    def put(batch: Batch) -> None:
        entries: list[Json] = []
        for resource in batch.resources:
            address = f"{resource['resourceType']}/{resource['id']}"
            request = {"method": "PUT", "url": address}
            entries.append({"fullUrl": f"{OURS}/fhir/{address}", "resource": resource, "request": request})
        bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
        (folder / f"{batch.name}.json").write_bytes(orjson.dumps(bundle, option=orjson.OPT_APPEND_NEWLINE))

    yield put


FORMATS = {"ndjson": _ndjson, "bundle": _bundles}
