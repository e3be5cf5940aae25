"""Is a shortened resource a part of the whole? Every resource of the fixtures, and its numbers to the last digit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from sandbox.fhir.mandatory_elements import MANDATORY
from sandbox.search.response.subset import SUBSETTED, subset_json

FIXTURES = [
    line.strip()
    for file in sorted((Path(__file__).parents[3] / "fixtures").glob("*.ndjson"))
    for line in file.read_bytes().splitlines()
    if line.strip()
]
WAYS: dict[str, dict[str, Any]] = {
    "true": {"summary": "true", "elements": ()},
    "text": {"summary": "text", "elements": ()},
    "data": {"summary": "data", "elements": ()},
    "code": {"summary": "false", "elements": ("code", "performed", "name")},
    "nothing": {"summary": "false", "elements": ("nothing",)},
}


def _strays(part: Any, whole: Any) -> Iterator[str]:
    """Yield what a part has that the whole has not: lists may have lost items, objects members."""
    if isinstance(part, dict) and isinstance(whole, dict):
        yield from (key for key in part if key not in whole)
        for key in part.keys() & whole.keys():
            yield from _strays(part[key], whole[key])
    elif isinstance(part, list) and isinstance(whole, list):
        rest = iter(whole)
        for item in part:
            if not any(not [*_strays(item, other)] for other in rest):
                yield repr(item)
    elif part != whole:
        yield repr(part)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_part_has_nothing_that_the_whole_has_not(way: dict[str, Any]) -> None:
    """But for the tag; what stays is in order, and what is mandatory stays."""
    for body in FIXTURES:
        whole = orjson.loads(body)
        type_ = whole["resourceType"]
        part = orjson.loads(subset_json(type_, body, **way))
        roots = [name for name in whole if name in MANDATORY[type_] | {"resourceType", "id", "modifierExtension"}]

        assert SUBSETTED == part["meta"]["tag"].pop()
        assert whole["meta"].get("tag", []) == part["meta"].pop("tag")
        assert [] == [*_strays(part, whole)]
        assert [name for name in whole if name in part] == [name for name in part if name in whole]
        assert [] == [name for name in roots if name not in part]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_part_of_a_part_is_the_part(way: dict[str, Any]) -> None:
    """Nothing is dropped twice, and the tag is not doubled."""
    for body in FIXTURES:
        type_ = orjson.loads(body)["resourceType"]
        once = subset_json(type_, body, **way)

        assert once == subset_json(type_, once, **way)


def test_there_are_fixtures() -> None:
    """Or the two tests before would be empty."""
    assert len(FIXTURES) > 100


def test_numbers_keep_their_precision() -> None:
    """In FHIR 1.50 is not 1.5, and no float holds all decimals."""
    value = b'{"value":1.50,"low":1e2,"exact":0.12345678901234567890,"large":123456789012345678901}'
    body = b'{"resourceType":"Observation","id":"1","meta":{},"valueQuantity":' + value + b',"note":[]}'

    assert b'"valueQuantity":' + value in subset_json("Observation", body, summary="true", elements=())


@pytest.mark.parametrize("depth", [300, 900, 1010])
def test_what_is_nested_too_deeply_is_sent_whole(depth: int) -> None:
    """R4 obliges no server to shorten what it sends; what is dropped may be as deep as it likes."""
    deep = b'{"a":' * depth + b"1" + b"}" * depth
    body = b'{"resourceType":"Procedure","id":"1","meta":{},"code":' + deep + b"}"

    assert body == subset_json("Procedure", body, summary="true", elements=())


def test_text_that_is_no_ascii_stays() -> None:
    """As UTF-8."""
    body = '{"resourceType":"Patient","id":"1","meta":{},"name":[{"family":"Núñez 🩺"}]}'.encode()

    assert '"name":[{"family":"Núñez 🩺"}]'.encode() in subset_json("Patient", body, summary="true", elements=())
