"""What is kept of a resource? Its bytes wherever that can be, its decimals always; and what is wrong with it if not."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from sandbox.loading.loader import Loaded

Loads = Callable[[dict[str, str | bytes]], dict[str, Any]]
LoadFiles = Callable[[dict[str, str | bytes]], Loaded]
FaultsOf = Callable[[dict[str, str | bytes]], list[str]]

DECIMALS = (
    "1.50 1e2 0.10 1E5 1.0 100.0 -0.0 -2.50 1e-7 1.5e+3 0.1 7 -7 0 12345678901234567890 123456789012345678901234567890 "
    "3.14159265358979323846 100000000000000000000.5 0.0001"
).split()


def observation(decimal: str) -> str:
    """Return an Observation without stamps, its value written as given."""
    return f'{{"resourceType":"Observation","id":"o","valueQuantity":{{"value":{decimal}}}}}'


def patient(**more: Any) -> str:
    """Return a Patient as JSON."""
    return orjson.dumps({"resourceType": "Patient", "id": "ada"} | more).decode()


@pytest.mark.parametrize("decimal", DECIMALS)
@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "bundle.json"])
def test_a_decimal_keeps_its_spelling(load_files: LoadFiles, name: str, decimal: str) -> None:
    """FHIR decimals carry their precision: a rewritten resource has its numbers as they came."""
    text = observation(decimal)
    if name == "bundle.json":
        text = f'{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{text}}}]}}'

    assert [decimal] == [
        found.body.decode().rpartition('"value":')[2].rstrip("}") for found in load_files({name: text}).store
    ]


@pytest.mark.parametrize("name", ["a.ndjson", "a.ndjson.gz"])
def test_a_stamped_line_is_served_byte_by_byte(load_files: LoadFiles, name: str) -> None:
    """A line that has versionId and lastUpdated is kept as it came: spaces, order, escapes and decimals."""
    line = (
        '{ "id":"ada" , "meta":{"lastUpdated":"2024-05-06T07:08:09.123456+02:00","versionId":"v.7"},'
        '"resourceType":"Patient", "x":[1.50, 1e2, "\\u00e9\\/"] }'
    )
    (found,) = load_files({name: f"  {line}\r\n"}).store

    assert line.encode() == found.body
    assert ("Patient", "ada", "v.7", 1714972089123456) == (found.type, found.id, found.version, found.updated)


@pytest.mark.parametrize(
    ("meta", "stamped"),
    [
        (None, {"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"}),
        ({}, {"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"}),
        ({"versionId": "7"}, {"versionId": "7", "lastUpdated": "2026-01-01T00:00:00Z"}),
        (
            {"lastUpdated": "2024-05-06T07:08:09Z", "tag": [{"code": "t"}]},
            {"versionId": "1", "lastUpdated": "2024-05-06T07:08:09Z", "tag": [{"code": "t"}]},
        ),
    ],
)
def test_missing_stamps_are_added(loads: Loads, meta: Any, stamped: dict[str, Any]) -> None:
    """What a server always sets is there, with a moment that is the same on every day; what came stays."""
    more: dict[str, Any] = {"gender": "female"} | ({} if meta is None else {"meta": meta})

    assert {"resourceType": "Patient", "id": "ada", "meta": stamped, "gender": "female"} == (
        loads({"a.ndjson": patient(**more)})["Patient/ada"]
    )


@pytest.mark.parametrize(
    ("instant", "microseconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-01-01T00:00:00.5Z", 500_000),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1970-01-01T00:00:00.0000019Z", 1),
        ("1969-12-31T23:59:59.25Z", -750_000),
        ("2024-02-29T23:59:59-05:00", 1709269199_000_000),
    ],
)
def test_an_instant_is_known_to_the_microsecond(load_files: LoadFiles, instant: str, microseconds: int) -> None:
    """`lastUpdated` is compared as a moment, whatever its offset."""
    (found,) = load_files({"a.ndjson": patient(meta={"lastUpdated": instant})}).store

    assert microseconds == found.updated


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{}", "no resourceType"),
        ('{"resourceType":null,"id":"1"}', "no resourceType"),
        ('{"resourceType":"Patient"}', "Patient without id"),
        ('{"resourceType":"Patient","id":null}', "Patient without id"),
        (
            '{"resourceType":"Procedur","id":"1"}',
            "'Procedur' is not a resource type of FHIR R4. Did you mean \"Procedure\"?",
        ),
        (
            '{"resourceType":"patient","id":"1"}',
            "'patient' is not a resource type of FHIR R4. Did you mean \"Patient\"?",
        ),
        ('{"resourceType":"Xyzzy","id":"1"}', "'Xyzzy' is not a resource type of FHIR R4."),
        ('{"resourceType":7,"id":"1"}', "7 is not a resource type of FHIR R4."),
        ('{"resourceType":["Patient"],"id":"1"}', "['Patient'] is not a resource type of FHIR R4."),
        ('{"resourceType":{},"id":"1"}', "{} is not a resource type of FHIR R4."),
    ],
)
def test_a_resource_says_what_it_is(faults_of: FaultsOf, text: str, says: str) -> None:
    """A resource without type or id, or of a type that R4 does not have, is named with its line."""
    assert [f"a.ndjson:2: {says}"] == faults_of({"a.ndjson": f"\n{text}\n"})


@pytest.mark.parametrize("id_", ["", "a b", "a/b", "a_b", "ä", "x" * 65, "a\n", 7, True, ["a"]])
def test_an_id_is_short_and_plain(faults_of: FaultsOf, id_: Any) -> None:
    """FHIR ids are 1 to 64 letters, digits, '-' and '.'."""
    assert [f"a.json:1: {id_!r} is not an id: an id is 1 to 64 letters, digits, '-' and '.'"] == faults_of(
        {"a.json": patient(id=id_)}
    )


@pytest.mark.parametrize("id_", ["x" * 64, "A-1.b", "-", ".", "7"])
def test_every_id_of_fhir_is_taken(loads: Loads, id_: str) -> None:
    """What the grammar allows is an id."""
    assert [f"Patient/{id_}"] == list(loads({"a.json": patient(id=id_)}))


@pytest.mark.parametrize(
    ("meta", "says"),
    [
        (None, "meta must be an object"),
        ([], "meta must be an object"),
        ("x", "meta must be an object"),
        ({"versionId": ""}, "meta.versionId '' is not an id"),
        ({"versionId": 1}, "meta.versionId 1 is not an id"),
        ({"versionId": None}, "meta.versionId None is not an id"),
        ({"versionId": 'a"b'}, "meta.versionId 'a\"b' is not an id"),
        ({"lastUpdated": "2024"}, "meta.lastUpdated '2024' is not an instant such as 2026-01-01T00:00:00Z"),
        ({"lastUpdated": "2024-05-06T07:08:09"}, "meta.lastUpdated '2024-05-06T07:08:09' is not an instant such as "),
        ({"lastUpdated": "2024-05-06 07:08:09Z"}, "meta.lastUpdated '2024-05-06 07:08:09Z' is not an instant such as "),
        ({"lastUpdated": None}, "meta.lastUpdated None is not an instant such as "),
        ({"lastUpdated": "٢٠٢٤-05-06T07:08:09Z"}, "meta.lastUpdated '٢٠٢٤-05-06T07:08:09Z' is not an instant such as "),
        ({"lastUpdated": 7}, "meta.lastUpdated 7 is not an instant such as "),
        ({"lastUpdated": "2024-02-30T00:00:00Z"}, "meta.lastUpdated '2024-02-30T00:00:00Z': "),
        ({"lastUpdated": "2024-01-01T24:00:00Z"}, "meta.lastUpdated '2024-01-01T24:00:00Z': "),
        (
            {"lastUpdated": "2024-01-01T00:00:00+25:00"},
            "meta.lastUpdated '2024-01-01T00:00:00+25:00' is not an instant",
        ),
        ({"lastUpdated": "0000-01-01T00:00:00Z"}, "meta.lastUpdated '0000-01-01T00:00:00Z': "),
    ],
)
@pytest.mark.parametrize("name", ["a.ndjson", "a.json"])
def test_bad_stamps_are_named(faults_of: FaultsOf, name: str, meta: Any, says: str) -> None:
    """What a server would have set has to be what a server would set."""
    (fault,) = faults_of({name: patient(meta=meta)})

    assert fault.startswith(f"{name}:1: {says}")


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceType":"Patient","id":1.50}',
        '{"resourceType":"Patient","id":12345678901234567890}',
        '{"resourceType":1.50,"id":"1"}',
        '{"resourceType":"Patient","id":"1","meta":{"versionId":1.50}}',
        '{"resourceType":"Patient","id":"1","meta":{"lastUpdated":1.50}}',
    ],
)
def test_a_number_in_the_wrong_place_is_shown_as_it_stands(faults_of: FaultsOf, text: str) -> None:
    """A message shows what the user wrote, not what the program made of it."""
    (fault,) = faults_of({"a.ndjson": text})

    assert "object at 0x" not in fault
    assert "1.50" in fault or "12345678901234567890" in fault


def test_it_is_known_whether_others_may_stand_inside(load_files: LoadFiles) -> None:
    """So that nobody looks through all the bytes for it."""
    inner = '"contained":[{"resourceType":"Patient","id":"in"}]'
    lines = f'{{"resourceType":"Basic","id":"1",{inner}}}\n{{"resourceType":"Basic","id":"2"}}\n'

    assert {"1": True, "2": False} == {one.id: one.contains for one in load_files({"a.ndjson": lines}).store}
