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
        ({"journal": [dict(ROW.journal[0]) | {"at": "now"}]}, 'at in the journal of retry/01-ready cannot be "now"'),
        ({"verdict": {"rules": [7]}}, "something is missing or misshaped"),
        ({"verdict": {"rules": [{"id": 2}]}}, "id in the verdict of retry/01-ready cannot be 2"),
    ],
)
def test_a_run_that_was_changed_by_hand_is_refused(change: dict[str, object], says: str) -> None:
    """Where it cannot be told: before any report stumbles over it."""
    written = json.loads(to_json(one_row()))
    written["rows"][0] |= change
    with pytest.raises(UnreadableRun) as caught:
        from_json(json.dumps(written))

    assert says in str(caught.value)
