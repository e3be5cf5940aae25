"""A run of `certify` as JSON: written, read again, and refused where it is something else."""

import json

import pytest

from sandbox.reports.certify_run import CertifyRun, RowResult, UnreadableRun, from_json, to_json

ROW = RowResult(
    row="retry/01-ready",
    scenario="ready",
    right="asks once, and has the data",
    expected="data",
    result="pass",
    says="",
    exit_status=0,
    seconds=0.2,
    speed=1,
    verdict={"result": "pass", "policy": "flexpa", "rules": [], "numbers": {}},
    journal=[{"n": 1, "at": 1000.5, "method": "GET", "path": "/fhir/Procedure", "query": "", "status": 200}],
    conditions=["page.next"],
    output="12 procedures\n",
)
ENTRY = dict(ROW.journal[0])
VERDICT = dict(ROW.verdict)
RULING = {"id": "R02", "title": "waited", "result": "fail", "entries": [1], "says": "Too early.", "repair": ""}


def run_of(*results: str, missing: list[str] | None = None) -> CertifyRun:
    """Return a run whose rows have some results."""
    rows = [RowResult(**json.loads(to_json(one_row()))["rows"][0] | {"result": result}) for result in results]
    return one_row(rows, missing or [])


def one_row(rows: list[RowResult] | None = None, missing: list[str] | None = None) -> CertifyRun:
    """Return a run of some rows, or of one."""
    return CertifyRun(
        client="mine", command=["python", "client.py"], suite="retry", policy="flexpa", time="real", speed=1,
        rows=rows if rows is not None else [ROW], met=["page.next"], never_met=["404"], missing=missing or [],
        version="0.1.0", remarks=["A remark."],
    )  # fmt: skip


def test_a_run_is_read_as_it_was_written() -> None:
    """With rows, verdicts and journals; what a newer version adds is passed over."""
    written = to_json(one_row())
    newer = json.loads(written)
    newer["rows"][0]["mood"] = newer["mood"] = "fine"

    assert "pass" == json.loads(written)["result"]
    assert written == to_json(from_json(written)) == to_json(from_json(json.dumps(newer)))
    assert ROW == from_json(written).rows[0]


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (("pass", "pass"), "pass"),
        (("pass", "not-exercised"), "not-exercised"),
        (("not-exercised", "inconclusive", "pass"), "inconclusive"),
        (("inconclusive", "fail", "pass"), "fail"),
        ((), "not-exercised"),
    ],
)
def test_a_run_is_as_good_as_its_worst_row(results: tuple[str, ...], expected: str) -> None:
    """And without any row, nothing was exercised."""
    assert expected == run_of(*results).result


def test_a_required_condition_that_was_never_met_fails_the_run() -> None:
    """Whatever its rows say."""
    assert "fail" == run_of("pass", missing=["404"]).result


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("{", "it is not JSON"),
        ("[]", 'it is not what `certify --json` writes: "format" is to be "procedure-sandbox certify 1"'),
        ('{"format": "procedure-sandbox certify 1"}', "something is missing or misshaped: 'rows'"),
        ('{"format": "procedure-sandbox certify 1", "rows": [1]}', "something is missing or misshaped"),
        ('{"format": "procedure-sandbox certify 1", "rows": [{}]}', "something is missing or misshaped"),
    ],
)
def test_what_is_no_run_is_refused(written: str, says: str) -> None:
    """With a word on what is wrong."""
    with pytest.raises(UnreadableRun) as caught:
        from_json(written)

    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"result": "fine"}, "retry/01-ready cannot have the result 'fine'"),
        ({"exit_status": "0"}, 'exit_status cannot be "0"'),
        ({"output": None}, "output cannot be null"),
        ({"journal": {}}, "journal cannot be {}"),
        ({"journal": [{"n": 1}]}, "something is missing or misshaped: 'at'"),
        ({"journal": [ENTRY | {"at": "now"}]}, 'at in the journal of retry/01-ready cannot be "now"'),
        ({"journal": [ENTRY | {"status": "429"}]}, 'status in the journal of retry/01-ready cannot be "429"'),
        ({"journal": [ENTRY | {"wait": []}]}, "wait in the journal of retry/01-ready cannot be []"),
        ({"journal": [ENTRY | {"answered_at": {}}]}, "answered_at in the journal of retry/01-ready cannot be {}"),
        ({"journal": [ENTRY | {"at": float("inf")}]}, "it is not JSON: Infinity is not a number of JSON"),
        ({"conditions": [404]}, "conditions cannot be [404]"),
        ({"verdict": {"a": 1}}, "something is missing or misshaped: 'result'"),
        ({"verdict": VERDICT | {"rules": [7]}}, "rules in the verdict of retry/01-ready cannot be [7]"),
        ({"verdict": VERDICT | {"numbers": -1}}, "numbers in the verdict of retry/01-ready cannot be -1"),
        (
            {"verdict": VERDICT | {"numbers": {"requests": "3"}}},
            'requests in the verdict of retry/01-ready cannot be "3"',
        ),
        ({"verdict": VERDICT | {"rules": [RULING | {"id": 2}]}}, "id in the verdict of retry/01-ready cannot be 2"),
        ({"verdict": VERDICT | {"rules": [RULING | {"entries": [{}]}]}}, "entries in the verdict of retry/01-ready"),
        (
            {"verdict": VERDICT | {"rules": [RULING | {"result": "?"}]}},
            'result in the verdict of retry/01-ready cannot be "?"',
        ),
    ],
)
def test_a_run_that_was_changed_by_hand_is_refused(change: dict[str, object], says: str) -> None:
    """Where it cannot be told: before any report stumbles over it."""
    written = json.loads(to_json(one_row()))
    written["rows"][0] |= change
    with pytest.raises(UnreadableRun) as caught:
        from_json(json.dumps(written))

    assert says in str(caught.value)
