"""What is a report made of, in a test? Rows and runs that are made up, with one of everything."""

from typing import Any

from sandbox.reports.certify_run import CertifyRun, RowResult

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'text' | `code` *stars* ]]> \x1b[31mred\x1b[0m \x00"


def ruling(id_: str, result: str, says: str = "It did.", *entries: int, repair: str = "") -> dict[str, Any]:
    """Return what a rule says."""
    shown = {"id": id_, "title": f"title of {id_}", "result": result, "entries": list(entries)}
    return shown | {"says": says, "repair": repair}


def entry(number: int, at: float, status: int | None, wait: float | None = None, **more: Any) -> dict[str, Any]:
    """Return a journal entry as the admin API gives it."""
    plain = {"n": number, "at": 1000.0 + at, "method": "GET", "path": "/fhir/Procedure", "query": "", "status": status}
    return plain | {"wait": wait, "issue": None, "attempt": number} | more


def row(name: str, result: str, *rules: dict[str, Any], **more: Any) -> RowResult:
    """Return a row: a client that came back after a second, where three were announced."""
    numbers = {"requests": 2, "wasted": 0, "early_seconds": 0.0, "overshoot_seconds": None, "optimum": 2}
    facts: dict[str, Any] = {
        "scenario": "syncing-5s", "right": "waits", "expected": "data", "says": "", "exit_status": 0, "seconds": 1.25,
        "speed": 20.0, "verdict": {"result": result, "policy": "flexpa", "rules": list(rules), "numbers": numbers},
        "journal": [entry(1, 0, 429, 3.0), entry(2, 1, 200)], "conditions": ["429.transient"], "output": "hello\n",
    }  # fmt: skip
    return RowResult(row=name, result=result, **facts | more)


def run(*rows: RowResult, **more: Any) -> CertifyRun:
    """Return a run of some rows."""
    facts: dict[str, Any] = {
        "client": "mine", "command": ["python", "client.py"], "suite": "retry", "policy": "flexpa", "time": "fast",
        "speed": 20.0, "met": ["429.transient"], "never_met": ["404", "reset"], "version": "0.1.0",
        "remarks": ["A remark."],
    }  # fmt: skip
    return CertifyRun(rows=rows, **facts | more)


EARLY = ruling("R02", "fail", "Entry 2 came 2 s too early.", 1, 2, repair="Read `Retry-After`.")
ONE_OF_EACH = run(
    row("retry/01-ready", "pass", ruling("R01", "pass"), ruling("R02", "not-exercised", "Nothing announced.")),
    row("retry/02-window", "fail", ruling("R01", "pass"), EARLY, ruling("R06", "inconclusive", "Perhaps.", 1)),
    row("retry/03-requests", "fail", ruling("R01", "pass"), EARLY),
    row("retry/07-http-date", "inconclusive", ruling("R06", "inconclusive", "Perhaps.", 1)),
    row("retry/15-huge", "not-exercised", says="It never asked. It could have read FHIR_BASE_URL.", journal=[]),
    row("retry/16-failed", "fail", exit_status=None, seconds=120.0, expected="no data", says="It had to be killed."),
    missing=["404"],
)
HOSTILE_RUN = run(
    row(
        "own/01", "fail", ruling("R02", "fail", HOSTILE, 1, 2, repair=HOSTILE),
        scenario='{"steps": [{"status": 503, "body": "html", "times": 2, "headers": {"a": "<b>"}}, {"pass": true}]}',
        right=HOSTILE, says=HOSTILE, output=HOSTILE, journal=[entry(1, 0, 200, query="a=<b>&c=\"'")],
    ),
    client=HOSTILE, remarks=[HOSTILE], command=["sh", "-c", HOSTILE], missing=["404"],
)  # fmt: skip
EMPTY = run(met=[], never_met=[], remarks=[])
EVERY_RUN = {"one of each": ONE_OF_EACH, "hostile": HOSTILE_RUN, "empty": EMPTY}
