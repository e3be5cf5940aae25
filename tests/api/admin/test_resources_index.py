"""Does the index follow? Every kind of query finds what was added, and not what was deleted."""

import pytest

from tests.api.admin.stock import Stock, made, procedure

SNOMED = "http://snomed.info/sct"
NEW = procedure(
    "new",
    meta={"tag": [{"code": "t"}], "profile": ["http://profile"], "source": "http://source"},
    text={"status": "generated", "div": "<div>A knife</div>"},
    contained=[made("Practitioner", "in", name=[{"family": "Inner"}])],
    code={"coding": [{"system": SNOMED, "code": "80146002"}], "text": "Appendix out"},
    identifier=[{"system": "http://ids", "value": "7", "type": {"coding": [{"system": "http://types", "code": "MR"}]}}],
    performedPeriod={"start": "2024-02-01", "end": "2024-02-03"},
    performer=[{"actor": {"reference": "#in"}}, {"actor": {"reference": "Practitioner/d"}}],
    partOf=[{"reference": "Observation/w"}],
    location={"identifier": {"value": "L"}},
    instantiatesUri=["http://a.test/x/y"],
    instantiatesCanonical=["http://plan|2"],
)
ROUND = [
    made("Observation", "w", status="final", code={"text": "Weight"}, subject={"reference": "Patient/p"}),
    made("ValueSet", "v", url="http://v", compose={"include": [{"system": SNOMED, "concept": [{"code": "80146002"}]}]}),
    made("List", "l", status="current", mode="working", entry=[{"item": {"reference": "Procedure/new"}}]),
    made("PlanDefinition", "plan", url="http://plan", version="2", status="active", title="Plan"),
    made("Provenance", "pr", target=[{"reference": "Procedure/new"}], agent=[{"who": {"reference": "Practitioner/d"}}]),
    made("Observation", "part", status="final", code={"text": "x"}, partOf=[{"reference": "Procedure/new"}]),
]
# What finds the Procedure, or what is found by it.
QUERIES = {
    "Procedure?_id=new": "new",
    "Procedure?status=completed&code=80146002": "new",
    f"Procedure?code={SNOMED}|80146002": "new",
    "Procedure?code:text=append": "new",
    "Procedure?code:in=http://v": "new",
    "Procedure?code:missing=false": "new",
    "Procedure?status:not=stopped&code:missing=false": "new",
    "Procedure?identifier=http://ids|7": "new",
    "Procedure?identifier:of-type=http://types|MR|7": "new",
    "Procedure?date=2024": "new",
    "Procedure?date=sa2024-01-31": "new",
    "Procedure?patient=p&_tag=t": "new",
    "Procedure?_profile=http://profile": "new",
    "Procedure?_source=http://source": "new",
    "Procedure?location:identifier=L": "new",
    "Procedure?instantiates-uri:below=http://a.test/x": "new",
    "Procedure?instantiates-canonical:below=http://plan": "new",
    "Procedure?instantiates-canonical.title=plan": "new",
    "Procedure?_content=append": "new",
    "Procedure?_text=knife": "new",
    "Procedure?_list=l": "new",
    "Procedure?_filter=date ge 2024 and code eq 80146002": "new",
    "Procedure?performer:Practitioner.family=inner": "new",
    "Procedure?part-of:Observation.status=final": "new",
    "Procedure?_has:Observation:part-of:status=final": "new",
    "Procedure?_has:Provenance:target:agent=Practitioner/d": "new",
    "Procedure?patient.family=lovell&date=2024": "new",
    "?_type=Procedure&_tag=t": "new",
    "Patient/p/Procedure?_tag=t": "new",
    "Patient?_has:Procedure:patient:code=80146002": "p",
    "Practitioner?_has:Procedure:performer:date=2024": "d",
    "Practitioner?_contained=true&family=inner&_containedType=container": "new",
    "Observation?_has:Procedure:part-of:code=80146002": "w",
    "Provenance?target:Procedure.code=80146002": "pr",
    "Procedure?date=2024&_include=Procedure:performer": "new d",
    "Patient?_id=p&_has:Procedure:patient:date=2024&_revinclude=Procedure:patient": "p new old",
}


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_follows_each_change(stock: Stock, query: str) -> None:
    """It is asked before, while it is there, and after it is deleted; each answer is new."""
    stock.add(*ROUND)
    found = []
    for change in (list, lambda: stock.add(NEW), lambda: stock.delete("Procedure/new")):
        change()
        found.append(set(stock.found(query)))

    assert [set(), set(QUERIES[query].split()), set()] == found


def test_what_is_added_round_it_counts_as_well(stock: Stock) -> None:
    """A chain, `_has`, a List and a value set follow when their other end comes or goes."""
    stock.add(NEW, *ROUND)
    for query, other in {
        "Procedure?part-of:Observation.status=final": "Observation/w",
        "Procedure?_has:Observation:part-of:status=final": "Observation/part",
        "Procedure?_has:Provenance:target:agent=d": "Provenance/pr",
        "Procedure?instantiates-canonical.title=plan": "PlanDefinition/plan",
        "Procedure?_list=l": "List/l",
    }.items():
        before = stock.found(query)
        stock.delete(other)

        assert (["new"], []) == (before, stock.found(query)), query
    stock.delete("ValueSet/v")

    assert 400 == stock.get("Procedure?code:in=http://v").status_code


def test_a_value_set_that_is_replaced_means_what_it_means_now(stock: Stock) -> None:
    """What was expanded before is forgotten."""
    stock.add(NEW, *ROUND)
    before = stock.found("Procedure?code:in=http://v")
    stock.add(
        made("ValueSet", "v", url="http://v", compose={"include": [{"system": SNOMED, "concept": [{"code": "1"}]}]})
    )

    assert (["new"], []) == (before, stock.found("Procedure?code:in=http://v"))


def test_a_patient_sees_what_becomes_its_own(stock: Stock) -> None:
    """With a Provenance of it, and what it refers to; and no longer, when it becomes another's."""
    own = ("Procedure?_id=new", "Provenance", "Practitioner?_id=stranger")
    stock.add(procedure("new", "p", performer=[{"actor": {"reference": "Practitioner/stranger"}}]), ROUND[4])
    of_p = [stock.found(query, who) for who in ("p", "q") for query in own]
    stock.add(procedure("new", "q"))
    of_q = [stock.found(query, who) for who in ("p", "q") for query in own]

    assert [["new"], ["pr"], ["stranger"], [], [], []] == of_p
    assert [[], [], [], ["new"], ["pr"], []] == of_q


def test_a_patient_that_comes_later_finds_what_was_there_for_it(stock: Stock) -> None:
    """A token is valid as soon as its Patient is there."""
    stock.add(procedure("early", "r"))
    before = stock.get("Procedure", "r").status_code
    stock.add(made("Patient", "r", name=[{"family": "Late"}]))

    assert (401, ["early"]) == (before, stock.found("Procedure", "r"))
    assert ["early"] == stock.found("Procedure?patient.family=late")
