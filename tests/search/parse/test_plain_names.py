"""Is each name read by the same rules? Every known name with every ending: understood or refused, never a guess."""

import itertools

import httpx
import pytest

from sandbox.problem import Problem, ProblemKind
from sandbox.search.model.options import ParseOptions
from sandbox.search.model.query import Scope
from sandbox.search.parameters import search_parameters
from sandbox.search.parse.criteria import SPECIAL
from sandbox.search.parse.parser import parse
from sandbox.search.parse.plain_names import MODIFIERS
from tests.api.fhir.asking import bearer, issue

LENIENT = {"Prefer": "handling=lenient"}
SCOPES = (Scope("Procedure", "/Procedure"), Scope("", ""))
OPTIONS = [ParseOptions(bases=("http://m.test/fhir",), lenient=lenient) for lenient in (False, True)]
ENDINGS = (
    ".", "..", ".x", ".x.y", ":", "::", ":x", ":x.", ":x.y", ":x:y", ".:", ".x:", ".x:y", "._has", "._has:",
    ":iterate.", ":iterate:x", ":missing.x", ":Patient.", ":Patient.:", ":Patient.x:", ":not.x", ":é", ".é", ".\0",
    "\0", " ", "[x]", "%", "é",
)  # fmt: skip
ADDED = [ending for ending in ENDINGS if ending[0] in ":."]


def _refusal(scope: Scope, name: str, value: str, options: ParseOptions) -> Problem | None:
    """Return why a pair is refused, None if it is not; anything but a Problem is an error of the test."""
    try:
        parse(scope, [(name, value)], options)
    except Problem as problem:
        return problem
    return None


@pytest.mark.parametrize("name", MODIFIERS)
def test_what_takes_neither_modifier_nor_chain_is_refused_with_one(name: str) -> None:
    """As a bad modifier, also where unknown parameters are ignored, and with an empty value."""
    for scope, options, ending, value in itertools.product(SCOPES, OPTIONS, ADDED, ("1", "")):
        problem = _refusal(scope, f"{name}{ending}", value, options)

        assert problem is not None, f"{name}{ending}={value}"
        assert (ProblemKind.BAD_MODIFIER, f"http.{name}{ending}") == (problem.kind, problem.where)


@pytest.mark.parametrize("ending", ["", ":", "::", ":x", ":Observation:part-of", ":Observation:part-of:", "::code"])
@pytest.mark.parametrize("before", ["", "part-of.", "part-of:Procedure.part-of."])
def test_a_has_lacks_none_of_its_parts(before: str, ending: str) -> None:
    """Alone and at the end of a chain, and also where unknown parameters are ignored."""
    for options in OPTIONS:
        problem = _refusal(SCOPES[0], f"{before}_has{ending}", "1", options)

        assert problem is not None
        assert (ProblemKind.BAD_VALUE, True) == (problem.kind, "_has:Observation:part-of:code" in problem.text)


@pytest.mark.parametrize(
    "name",
    [
        "", ".", ":", ".x", ":x", "part-of.", "part-of..status", "part-of.:not", "part-of:Procedure.", "part-of:",
        "part-of:.status", "part-of.part-of.", "part-of.status.", "part-of.status:", "nonsense.", "_has.status",
        "_has:Procedure:part-of:.x", "_has:Procedure:part-of:part-of.", "_has:Procedure:part-of:status:",
        "part-of._list:x", "part-of._list.x", "part-of._count:x",
    ],
)  # fmt: skip
def test_a_name_that_lacks_something_is_refused(name: str) -> None:
    """Also where unknown parameters are ignored: half a name is no parameter that another server may know."""
    assert [True, True] == [_refusal(SCOPES[0], name, "completed", options) is not None for options in OPTIONS]


@pytest.mark.parametrize("type_", ["Procedure", "Patient", "Observation", "Encounter", "List", "Basic"])
def test_no_name_and_no_ending_is_more_than_a_mistake(type_: str) -> None:
    """A query or a Problem, whatever the value; what is refused where the unknown is ignored is refused at all."""
    names = [*search_parameters(type_), *SPECIAL, *MODIFIERS, "nonsense", "_since", "Code"]
    for name, ending, value in itertools.product(names, ["", *ENDINGS], ("1", "|", ",", "\\", "true", "")):
        strict, lenient = (_refusal(Scope(type_, ""), f"{name}{ending}", value, options) for options in OPTIONS)

        assert strict is not None or lenient is None, f"{type_}?{name}{ending}={value}"


@pytest.mark.parametrize(
    "query", ["_count.x=1", "_sort.=date", "_summary:x=true", "_include.=Procedure:patient", "_type:not=Patient"]
)
@pytest.mark.parametrize("place", ["Procedure", "", "Patient/ada-lovell/Procedure", "Patient/ada-lovell/*"])
def test_the_answer_is_400_wherever_one_searches(client: httpx.Client, place: str, query: str) -> None:
    """With an OperationOutcome that says where."""
    for headers in ({}, LENIENT):
        answer = client.get(f"/fhir/{place}?{query}", headers=bearer() | headers)

        assert (400, "code-invalid") == (answer.status_code, issue(answer)["code"])
        assert [f"http.{query.partition('=')[0]}"] == issue(answer)["location"]


@pytest.mark.parametrize("name", ["_count", "_summary", "_elements", "_format", "_pretty", "_type", "_since"])
def test_reads_and_operations_take_plain_names_alone(client: httpx.Client, name: str) -> None:
    """400 for what they do not know."""
    for path, ending in itertools.product(("Patient/ada-lovell", "Patient/ada-lovell/$everything"), (".", ".x", ":x")):
        answer = client.get(f"/fhir/{path}", params={f"{name}{ending}": "1"}, headers=bearer())

        assert 400 == answer.status_code, f"{path}?{name}{ending}"
        assert issue(answer)["code"] in {"not-supported", "code-invalid"}  # unknown, or known without its ending
