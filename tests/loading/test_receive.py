"""What does a body bring to a world that is there already? Resources that are ready to be held, or every fault."""

from typing import Any

import orjson
import pytest

from sandbox.fhir.store import Resource
from sandbox.loading.loader import FixturesInvalid, receive

TYPES = (b"Patient", b"Basic")
OLD = Resource("Practitioner", "d", "1", 0, b'{"resourceType":"Practitioner","id":"d","identifier":[{"value":"7"}]}')


def stamp(type_: str, id_: str) -> dict[str, Any]:
    """Return stamps that show for what they were asked."""
    return {"versionId": f"{type_}-{id_}", "lastUpdated": "2026-05-04T03:02:01Z"}


def took(body: Any) -> list[dict[str, Any]]:
    """Return what is received of a body, as JSON."""
    return [orjson.loads(found.body) for found in receive(orjson.dumps(body), [OLD], stamp)]


def faults(body: bytes) -> list[str]:
    """Return what is wrong with a body."""
    with pytest.raises(FixturesInvalid) as caught:
        receive(body, [OLD], stamp)
    return [str(fault) for fault in caught.value.faults]


def bundle(*resources: Any, type_: str = "transaction") -> dict[str, Any]:
    """Return a Bundle."""
    return {"resourceType": "Bundle", "type": type_, "entry": [{"resource": resource} for resource in resources]}


def performed_by(reference: str) -> dict[str, Any]:
    """Return a Procedure."""
    return {"resourceType": "Procedure", "id": "x", "performer": [{"actor": {"reference": reference}}]}


def doctor(id_: str, number: str) -> dict[str, Any]:
    """Return a Practitioner with an identifier."""
    return {"resourceType": "Practitioner", "id": id_, "identifier": [{"value": number}]}


@pytest.mark.parametrize("meta", [{}, {"versionId": "9"}, {"lastUpdated": "2001-01-01T00:00:00Z"}, {"source": "x"}])
def test_stamps_fill_what_is_missing(meta: dict[str, str]) -> None:
    """What is given stays; the stamps are asked for by type and id."""
    (found,) = took({"resourceType": "Patient", "id": "p", "meta": meta})

    assert stamp("Patient", "p") | meta == found["meta"]


def test_the_version_and_the_moment_are_known_without_parsing() -> None:
    """As of every stored resource."""
    (found,) = receive(b'{"resourceType":"Patient","id":"p"}', (), stamp)

    assert ("Patient-p", 1_777_863_721_000_000) == (found.version, found.updated)


def test_a_search_means_what_is_stored() -> None:
    """In a Bundle; in a resource alone nothing is resolved, as in a file."""
    asked = performed_by("Practitioner?identifier=7")
    found = [took(bundle(asked))[0], took(asked)[0]]

    assert ["Practitioner/d", "Practitioner?identifier=7"] == [
        one["performer"][0]["actor"]["reference"] for one in found
    ]


@pytest.mark.parametrize(
    ("others", "number", "meant"),
    [
        ([doctor("e", "8")], "8", "Practitioner/e"),
        ([doctor("d", "7")], "7", "Practitioner/d"),
        ([doctor("d", "8"), doctor("e", "7")], "7", "Practitioner/e"),
        ([doctor("d", "8")], "8", "Practitioner/d"),
    ],
)
def test_what_comes_with_it_stands_for_what_is_stored(others: list[Any], number: str, meant: str) -> None:
    """A resource that is replaced counts as it will be."""
    found = took(bundle(performed_by(f"Practitioner?identifier={number}"), *others))
    (one,) = (one for one in found if one["resourceType"] == "Procedure")

    assert meant == one["performer"][0]["actor"]["reference"]


@pytest.mark.parametrize(
    ("others", "number", "says"),
    [
        ([], "9", "no loaded Practitioner has this identifier"),
        ([doctor("e", "7")], "7", "2 resources have this identifier"),
        ([doctor("d", "8")], "7", "no loaded Practitioner has this identifier"),
    ],
)
def test_a_search_that_does_not_mean_one_is_a_fault(others: list[Any], number: str, says: str) -> None:
    """None or several: neither is guessed."""
    search = f"Practitioner?identifier={number}"

    assert [f"the body entry 1: {search}: {says}"] == faults(orjson.dumps(bundle(performed_by(search), *others)))


def test_the_same_may_come_twice_but_nothing_else_under_its_name() -> None:
    """Equal content is one resource."""
    twice, other = doctor("e", "1"), doctor("e", "2")

    assert 1 == len(took(bundle(twice, twice)))
    assert ["the body entry 2: Practitioner/e stands at the body entry 1 already, with other content"] == faults(
        orjson.dumps(bundle(twice, other))
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{}", "the body: no resourceType"),
        (b"[]", "the body: a resource must be a JSON object"),
        (b"{", "the body:1: not JSON: unexpected end of data"),
        (b'{"resourceType":"Bundle","type":"batch"}', "the body: it holds no resource"),
        (
            b'{"resourceType":"Bundle","type":"batch","entry":[5]}',
            "the body entry 1: an entry must be an object with a resource",
        ),
        (b'{"resourceType":"Patient","id":"p","meta":5}', "the body: meta must be an object"),
    ],
)
def test_what_cannot_be_held_is_said(body: bytes, says: str) -> None:
    """With the entry, if it is in a Bundle."""
    assert [says] == faults(body)


def test_every_fault_is_said() -> None:
    """In the order of the entries."""
    wrong = [{"resourceType": "Patient"} | {"id": id_} for id_ in ("a b", "ok", "_")]

    assert ["the body entry 1", "the body entry 3"] == [
        one.split(":")[0] for one in faults(orjson.dumps(bundle(*wrong)))
    ]


def test_what_is_received_is_in_the_order_of_the_body() -> None:
    """Whatever the types, and also what waits for others to be resolved."""
    patients = [{"resourceType": "Patient", "id": name} for name in ("a", "b")]
    body = bundle(patients[0], performed_by("Practitioner?identifier=7"), patients[1], doctor("e", "8"))

    assert ["a", "x", "b", "e"] == [one["id"] for one in took(body)]


def test_what_is_received_of_lines_is_in_their_order() -> None:
    """As in a body of one Bundle."""
    lines = b"\n".join(b'{"resourceType":"%b","id":"%d"}' % (type_, number) for number in range(3) for type_ in TYPES)

    assert ["Patient/0", "Basic/0", "Patient/1", "Basic/1", "Patient/2", "Basic/2"] == [
        f"{one.type}/{one.id}" for one in receive(lines, (), stamp, lines=True)
    ]
