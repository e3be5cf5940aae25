"""What was recorded elsewhere is judged as if the sandbox had been there, but for what it cannot tell."""

import base64
import json
from typing import Any

import pytest

from sandbox.verdict import POLICIES, VerdictInput, from_har, from_journal, judge

MOMENT = "2026-01-01T00:00:{:06.3f}Z"
NOT_YET = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "transient"}]}
BUNDLE = {"resourceType": "Bundle", "link": [{"relation": "next", "url": "https://x.test/fhir/Procedure?_offset=20"}]}


def _exchange(at: float, status: int, body: Any = None, **more: Any) -> dict[str, Any]:
    headers = [{"name": name, "value": value} for name, value in more.pop("headers", {}).items()]
    request = {"method": "GET", "url": "https://x.test/fhir/Procedure", "headers": [], **more.pop("request", {})}
    content = {} if body is None else {"text": body if isinstance(body, str) else json.dumps(body)}
    response = {"status": status, "headers": headers, "content": content}
    return {"startedDateTime": MOMENT.format(at), "time": 5, "request": request, "response": response, **more}


def _har(*exchanges: dict[str, Any]) -> str:
    return json.dumps({"log": {"version": "1.2", "entries": list(exchanges)}})


def _results(recorded: VerdictInput, **options: Any) -> dict[str, str]:
    return {rule.id: rule.result.value for rule in judge(recorded, POLICIES["flexpa"], **options).rules}


def _refused(at: float, wait: str | None = "3", **more: Any) -> dict[str, Any]:
    headers = {} if wait is None else {"Retry-After": wait}
    return _exchange(at, 429, NOT_YET, headers=headers, **more)


def test_a_patient_client_in_a_browser() -> None:
    """The wait counts from the end of the answer."""
    found = _results(from_har(_har(_refused(0), _refused(3.006), _exchange(6.1, 200, BUNDLE | {"link": []}))))

    assert {"pass"} == {found[rule] for rule in ("R01", "R02", "R13", "R15", "R17")}
    assert "fail" not in found.values()


def test_a_hasty_client_in_a_browser() -> None:
    """Half a second where three were announced."""
    assert "fail" == _results(from_har(_har(_refused(0), _refused(0.5), _exchange(9, 200))))["R02"]


def test_a_hot_loop_in_a_browser() -> None:
    """Over as many connections as it likes."""
    loop = [_refused(n / 50, None, connection=str(n)) for n in range(5)]

    assert "fail" == _results(from_har(_har(*loop)))["R05"]


@pytest.mark.parametrize(
    ("value", "wait", "spelling"),
    [
        ("3", 3.0, "standard"),
        ("3, 3", 3.0, "duplicate"),
        ("0", None, "zero"),
        ("0.5", None, "fractional"),
        ("+3", None, "plus-sign"),
        ("003", 3.0, "padded"),
        ("1767225603", 1767225603.0, "epoch"),
        ("-1", None, "negative"),
        ("soon", None, "garbage"),
        ("", None, "empty"),
        ("Thu, 01 Jan 2026 00:00:04 GMT", 4.0, "http-date"),
        ("Thursday, 01-Jan-26 00:00:04 GMT", 4.0, "rfc850-date"),
        ("Thu Jan  1 00:00:04 2026", 4.0, "asctime-date"),
        ("Wed, 31 Dec 2025 23:00:00 GMT", None, "past-date"),
        (None, None, "none"),
    ],
)
def test_how_a_wait_was_announced(value: str | None, wait: float | None, spelling: str) -> None:
    """A date is held against the Date header."""
    exchange = _refused(0, value)
    exchange["response"]["headers"].append({"name": "Date", "value": "Thu, 01 Jan 2026 00:00:00 GMT"})
    entry = from_har(_har(exchange)).entries[0]

    assert (wait, spelling) == (entry.wait, entry.spelling)


def test_the_vendors_header_alone() -> None:
    """It is a wait that only strict demands."""
    entry = from_har(_har(_exchange(0, 429, NOT_YET, headers={"x-retry-after": "3"}))).entries[0]

    assert (3.0, "vendor") == (entry.wait, entry.spelling)


def test_what_a_recording_cannot_tell() -> None:
    """Whether the data would have come, a 429 ends, or a token was refreshed."""
    left = _results(from_har(_har(_refused(0))))
    dead = _results(from_har(_har(*(_exchange(n, 401) for n in range(3)))))

    assert ("not-exercised", "not-exercised") == (left["R01"], dead["R14"])
    assert "fail" == _results(from_har(_har(_refused(0))), ended="exit")["R01"]


def test_tokens_that_were_recorded_are_told_apart() -> None:
    """The same token again after a 401 is a fault, another one is right."""

    def exchange(at: float, token: str) -> dict[str, Any]:
        return _exchange(at, 401, request={"headers": [{"name": "Authorization", "value": f"Bearer {token}"}]})

    assert "fail" == _results(from_har(_har(exchange(0, "a"), exchange(1, "a"))))["R14"]
    assert "pass" == _results(from_har(_har(exchange(0, "a"), exchange(1, "b"))))["R14"]


def test_bodies_that_were_recorded() -> None:
    """The next page, in plain text or in base 64; what is no JSON is garbled; status 0 is a lost connection."""
    encoded = base64.b64encode(json.dumps(BUNDLE).encode()).decode()
    coded = _exchange(1, 200, encoded)
    coded["response"]["content"]["encoding"] = "base64"
    recorded = from_har(_har(_exchange(0, 200, BUNDLE), coded, _exchange(2, 200, "{half"), _exchange(3, 0)))

    assert ["_offset=20", "_offset=20", None, None] == [entry.next for entry in recorded.entries]
    assert [None, None, "garbled", "reset"] == [entry.fault for entry in recorded.entries]


def test_a_form_is_a_part_of_the_question() -> None:
    """The retry below has lost it."""
    form = {"method": "POST", "url": "https://x.test/fhir/Procedure/_search"}
    full = form | {"postData": {"mimeType": "application/x-www-form-urlencoded", "text": "code=1"}}
    recorded = from_har(_har(_refused(0, request=full), _exchange(3.1, 200, request=form)))

    assert "fail" == _results(recorded)["R13"]


def test_a_form_may_be_recorded_field_by_field() -> None:
    """HAR has a text or fields; what is no field is passed over."""

    def asked(**recorded: Any) -> str:
        form = {"method": "POST", "url": "https://x.test/fhir/Procedure/_search?_count=5"}
        data = {"mimeType": "application/x-www-form-urlencoded; charset=UTF-8", **recorded}
        return from_har(_har(_exchange(0, 200, request=form | {"postData": data}))).entries[0].query

    code = {"name": "code", "value": "http://snomed.info/sct|1&2"}
    fields = "_count=5&code=http%3A%2F%2Fsnomed.info%2Fsct%7C1%262"

    assert f"{fields}&date=" == asked(params=[code, 7, {"name": "date"}])
    assert fields == asked(text="", params=[code])
    assert "_count=5&code=1" == asked(text="code=1", params=[code])
    assert ["_count=5", "_count=5"] == [asked(params="code=1"), asked(params=[])]


def test_fields_that_are_lost_on_the_way_are_missed() -> None:
    """As those of a text are."""
    form = {"method": "POST", "url": "https://x.test/fhir/Procedure/_search"}
    data = {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "code", "value": "1"}]}
    recorded = from_har(_har(_refused(0, request=form | {"postData": data}), _exchange(3.1, 200, request=form)))

    assert "fail" == _results(recorded)["R13"]


def test_only_what_is_below_fhir_counts() -> None:
    """A browser records images, too."""
    image = _exchange(0, 404, request={"url": "https://x.test/logo.png"})

    assert 1 == len(from_har(_har(image, _refused(1))).entries)
    assert 1 == len(from_har(_har(image)).entries)


def test_journal_lines() -> None:
    """As `/_sandbox/session/journal` gives its entries, one a line, in any order, or the whole answer."""
    entries = [
        {"n": 1, "at": 10.0, "method": "GET", "path": "/fhir/Procedure", "query": "", "status": 429, "wait": 3.0,
         "issue": "transient", "attempt": 1, "bytes": 200, "spelling": "both"},
        {"n": 2, "at": 12.0, "method": "GET", "path": "/fhir/Procedure", "query": "", "status": 200, "wait": None,
         "issue": None, "attempt": 2, "bytes": 900},
    ]  # fmt: skip
    lines = "\n".join(json.dumps(one) for one in reversed(entries))
    for text in (lines, json.dumps({"entries": entries, "dropped": 0})):
        assert "fail" == _results(from_journal(text))["R02"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "line 1 is not JSON"),
        ("[" * 100_000, "line 1 is not JSON: it is nested too deeply"),
        ('{"at": Infinity}', "line 1 is not JSON: Infinity is not a number of JSON"),
        ("[]", "line 1 must be a JSON object"),
        ('{"at": 1}', "line 1 has no 'method'"),
        ('{"at": "1", "method": "GET", "path": "/", "status": 200}', "line 1: at cannot be '1'"),
        ('{"entries": [3]}', "entry 1 must be a JSON object"),
    ],
)
def test_what_is_no_journal(text: str, says: str) -> None:
    """The message says where."""
    with pytest.raises(ValueError, match=says):
        from_journal(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "the file is not JSON"),
        ("[" * 100_000, "the file is not JSON: it is nested too deeply"),
        ('{"log": {"entries": [{"x": 1e999}]}}', "the file is not JSON: the number 1e999 is too large"),
        ("[]", "a HAR file must be a JSON object"),
        ("{}", "a HAR file has log.entries"),
        ('{"log": {"entries": [1]}}', r"log.entries\[0\] must be a JSON object"),
        ('{"log": {"entries": [{}]}}', "an entry of the HAR file cannot be read"),
        ('{"log": {"entries": [{"startedDateTime": "today"}]}}', "an entry of the HAR file cannot be read"),
    ],
)
def test_what_is_no_har_file(text: str, says: str) -> None:
    """Nor is that a traceback."""
    with pytest.raises(ValueError, match=says):
        from_har(text)


def test_an_empty_recording() -> None:
    """Nothing was exercised."""
    for recorded in (from_har(_har()), from_journal("")):
        assert "not-exercised" == judge(recorded, POLICIES["flexpa"]).result
