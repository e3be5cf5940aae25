"""Why is a resource refused? One sentence for each clause, with the values that a person compares."""

from collections.abc import Mapping
from typing import Any

import orjson
import pytest

from sandbox.loading.loader import load
from sandbox.search import Explained, ParseOptions, SearchEngine, Viewer

TERMS = ParseOptions(bases=("http://m.test/fhir",))
SNOMED = "http://snomed.info/sct"


def element(type_: str, id_: str, **more: Any) -> dict[str, Any]:
    """Return a resource."""
    return {"resourceType": type_, "id": id_, **more}


def coded(system: str, code: str, **more: Any) -> dict[str, Any]:
    """Return a concept with one coding."""
    return {"coding": [{"system": system, "code": code, **more}]}


RESOURCES = [
    element(
        "Procedure",
        "a",
        status="completed",
        code=coded(SNOMED, "80146002", display="Excision of appendix") | {"text": "Appendix out"},
        subject={"reference": "Patient/p"},
        performedPeriod={"start": "2023-12-31T23:00:00-05:00", "end": "2023-12-31T23:59:00-05:00"},
        identifier=[{"system": "http://ids", "value": "7", "type": coded("http://types", "MR")}],
        instantiatesUri=["http://a.test/x"],
        performer=[{"actor": {"reference": "Practitioner/d"}}, {"actor": {"reference": "#in"}}],
        contained=[element("Practitioner", "in", name=[{"family": "Inner"}])],
        location={"identifier": {"value": "L"}},
        text={"status": "generated", "div": "<div>A knife</div>"},
    ),
    element("Procedure", "b", status="not-done", code={"text": "Ambulation"}, subject={"reference": "Group/g"}),
    element(
        "Procedure",
        "c",
        status="completed",
        code=coded("", "1"),
        performedDateTime="2024-05",
        performer=[{"actor": {"reference": "Organization/o"}}, {"actor": {"reference": "https://far.test/Device/9"}}],
        reasonReference=[{"display": "who knows"}],
    ),
    element("Procedure", "d", status="completed", performedPeriod={"start": "2024-02-01"}),
    element("Procedure", "e", status="completed", performedDateTime="2024-05-01T01:30:00+02:00"),
    element("Patient", "p", name=[{"family": "Lovell", "given": ["Ada"]}], birthDate="1961-04-17"),
    element("Practitioner", "d", name=[{"family": "Hart"}]),
    element("Organization", "o", name="Hart Clinic"),
    element(
        "Observation",
        "w",
        status="final",
        code=coded("http://loinc.org", "29463-7"),
        valueQuantity={"value": 80.5, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
        partOf=[{"reference": "Procedure/a"}],
    ),
    element("List", "l", status="current", mode="working", entry=[{"item": {"reference": "Procedure/b"}}]),
    element(
        "ValueSet",
        "v",
        status="active",
        url="http://v",
        compose={"include": [{"system": SNOMED, "concept": [{"code": "1"}]}]},
    ),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """Give the resources above, indexed."""
    file = tmp_path_factory.mktemp("explain") / "all.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, RESOURCES)))
    return SearchEngine(load([file]).store)


def ask(engine: SearchEngine, query: str, id_: str | None = None) -> Explained:
    """Return what is said of a query, and of a resource."""
    return engine.explain(query, TERMS, Viewer("all", None, 1_750_000_000), id_)


HART = "performer leads to Practitioner/d, where name.family is 'Hart'; it must begin with 'x'"
ELSEWHERE = "performer leads to Organization/o, of a type of which this is not asked"
SENTENCES: Mapping[str, tuple[str, str]] = {
    # token
    "status=not-done": ("a", "status is completed; not-done is asked for"),
    "status=not-done,on-hold": ("a", "status is completed; not-done or on-hold is asked for"),
    "status:not=completed": ("a", "status is completed; completed is excluded"),
    "code=x": ("a", f"code is {SNOMED}|80146002; x is asked for"),
    "code=http://other|1": ("c", "code is |1; http://other|1 is asked for"),
    "code=80146002": ("b", "code is only the text 'Ambulation'; 80146002 is asked for"),
    "code:text=knee": ("a", "code reads 'Appendix out' and 'Excision of appendix'; it must begin with 'knee'"),
    "code:in=http://v": ("a", f"code is {SNOMED}|80146002; what is in the value set http://v is asked for"),
    "code:below=5": ("a", f"code is {SNOMED}|80146002; 5, or what is below it, is asked for"),
    "identifier=8": ("a", "identifier is http://ids|7; 8 is asked for"),
    "identifier:of-type=http://types|MR|8": ("a", "identifier is http://types|MR|7; http://types|MR|8 is asked for"),
    "identifier=9": ("b", "there is no identifier"),
    "identifier:of-type=a|b|c": ("b", "there is no identifier with a type and a value"),
    "_id=x": ("a", "id is a; x is asked for"),
    # reference
    "patient=q": ("a", "subject is Patient/p; q is asked for"),
    "location=x": ("a", "location is only the identifier |L; x is asked for"),
    "location:identifier=M": ("a", "location is the identifier |L; M is asked for"),
    "reason-reference=Condition/1": ("c", "reasonReference is only the text 'who knows'; Condition/1 is asked for"),
    "subject:identifier=1": ("a", "there is no subject with an identifier"),
    # uri, text
    "instantiates-uri=http://b": ("a", "instantiatesUri is http://a.test/x; http://b is asked for"),
    "_text=fork": ("a", "text.div has other words; what matches fork is asked for"),
    "_text=spoon": ("b", "there is no text.div"),
    "_content=fork": ("a", "the resource has other words; what matches fork is asked for"),
    # missing
    "status:missing=true": ("a", "status is completed, so it is not missing"),
    "part-of:missing=false": ("a", "there is no partOf"),
    "patient:missing=false": ("b", "subject is Group/g, which is no patient"),
    "date:missing=false": ("b", "there is no performedDateTime or performedPeriod"),
    # chains and the like
    "patient.family=smith": (
        "a",
        "patient leads to Patient/p, where name.family is 'Lovell'; it must begin with 'smith'",
    ),
    "performer:Practitioner.family=x": (
        "a",
        HART + "; it leads to #in, where name.family is 'Inner'; it must begin with 'x'",
    ),
    "performer:Practitioner.name=x": (
        "c",
        ELSEWHERE + "; it leads to https://far.test/Device/9, which is not here, or not seen",
    ),
    "patient.name=Nobody": ("c", "there is no subject"),
    "_has:Observation:part-of:code=x": (
        "a",
        "some Observation that is seen refers to it by part-of, but none that satisfies the rest",
    ),
    "_has:Observation:part-of:status=final": ("b", "no Observation that is seen refers to it by part-of"),
    "_list=l": ("a", "it is not an item of List/l"),
    "_filter=status eq not-done or identifier eq 8": (
        "a",
        "status is completed; eq not-done is asked for, and identifier is http://ids|7; eq 8 is asked for",
    ),
    "_filter=status eq completed and identifier eq 8": ("a", "identifier is http://ids|7; eq 8 is asked for"),
    "_filter=not(status eq completed)": ("a", "status is completed, which is what is negated"),
    "_filter=not(status eq completed or status eq on-hold)": ("a", "what is negated holds"),
    "_filter=date co 2030": ("c", "performedDateTime is 2024-05; co needs 2030 inside it"),
    "_type=Observation": ("a", "no type is left to be searched"),
}


@pytest.mark.parametrize("query", SENTENCES)
def test_each_kind_of_condition_has_its_sentence(engine: SearchEngine, query: str) -> None:
    """The stored value comes first, then what was asked."""
    id_, says = SENTENCES[query]
    found = ask(engine, f"Procedure?{query}", id_)

    assert [says] == [one.says for one in found.refused or ()]


START = "performedPeriod starts 2023-12-31T23:00:00-05:00, that is 2024-01-01T04:00:00Z"
END = "performedPeriod ends 2023-12-31T23:59:00-05:00, that is 2024-01-01T04:59:00Z"
BOTH = f"{START}, {END.removeprefix('performedPeriod ')}"
PREFIXES = {
    ("a", "2023"): f"{END}; eq needs the whole period inside 2023",
    ("a", "2024-01-01T04:00Z"): f"{END}; eq needs the whole period inside 2024-01-01T04:00Z",
    ("a", "eq2024-01-01T04:59Z"): f"{START}; eq needs the whole period inside 2024-01-01T04:59Z",
    ("a", "ne2024"): f"{BOTH}; ne needs a part of it outside 2024",
    ("a", "gt2024"): f"{END}; gt needs a part of it after 2024",
    ("a", "lt2024"): f"{START}; lt needs a part of it before 2024",
    ("a", "ge2025"): f"{BOTH}; ge needs a part of it after 2025, or the whole period inside",
    ("a", "le2023"): f"{BOTH}; le needs a part of it before 2023, or the whole period inside",
    ("a", "sa2024"): f"{START}; sa needs the whole period after 2024",
    ("a", "eb2023"): f"{END}; eb needs the whole period before 2023",
    ("a", "ap1980"): f"{BOTH}; ap needs it to be near 1980",
    ("a", "2021,2022"): f"{BOTH}; eq needs the whole period inside 2021 or eq needs the whole period inside 2022",
    ("b", "2024"): "there is no performedDateTime or performedPeriod",
    ("c", "2024-05-01"): "performedDateTime is 2024-05; eq needs all of it inside 2024-05-01",
    ("d", "2024"): "performedPeriod has no end; eq needs the whole period inside 2024",
    ("e", "2024-05"): "performedDateTime is 2024-05-01T01:30:00+02:00, that is 2024-04-30T23:30:00Z; "
    "eq needs it inside 2024-05",
    ("e", "lt2024-05-01T00:00:00%2B02:00"): "performedDateTime is 2024-05-01T01:30:00+02:00, that is "
    "2024-04-30T23:30:00Z; lt needs it before 2024-05-01T00:00:00+02:00, that is 2024-04-30T22:00:00Z",
}


@pytest.mark.parametrize(("id_", "value"), PREFIXES)
def test_each_prefix_of_a_date_names_the_end_that_decides(engine: SearchEngine, id_: str, value: str) -> None:
    """With its zone, and in UTC, for that is how it is compared."""
    found = ask(engine, f"Procedure?date={value}", id_)

    assert [PREFIXES[id_, value]] == [one.says for one in found.refused or ()]
