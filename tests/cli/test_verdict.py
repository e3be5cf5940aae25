"""What does `verdict` say and exit with? 0 pass, 1 fail, 3 inconclusive, 2 if there is none to be had."""

import json
import socket
import threading
from hashlib import blake2b
from pathlib import Path
from xml.etree.ElementTree import fromstring

import httpx
import pytest

from sandbox.cli import main
from tests.cli.command import run

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def label(request: pytest.FixtureRequest) -> str:
    """Give a label of this test alone."""
    return blake2b(request.node.nodeid.encode(), digest_size=8).hexdigest()


def behave(client: httpx.Client, how: str, label: str) -> str:
    """Be a client that is patient, hasty, or has done nothing; return its token."""
    token = f"pat_test_syncing-5s~ada~{label}"
    login = {"Authorization": f"Bearer {token}"}
    if how != "idle":
        client.post("/_sandbox/session/clock", json={"freeze": True}, headers=login)
        for wait in (3.0, 2.0) if how == "patient" else (1.0, 4.0):
            client.get("/fhir/Procedure", headers=login)
            client.post("/_sandbox/session/clock", json={"advance": wait}, headers=login)
        client.get("/fhir/Procedure", headers=login)
    return token


def verdict(client: httpx.Client, token: str, *options: str) -> int:
    """Run the command in this process."""
    return main(["verdict", "--url", str(client.base_url).rstrip("/"), "--token", token, *options])


@pytest.mark.parametrize(("how", "result"), [("patient", "pass"), ("hasty", "fail"), ("idle", "not-exercised")])
def test_the_exit_code_is_the_verdict(
    client: httpx.Client, label: str, capsys: Captured, how: str, result: str
) -> None:
    """And the last line of the text says it."""
    assert {"pass": 0, "fail": 1, "not-exercised": 3}[result] == verdict(client, behave(client, how, label))
    said = capsys.readouterr()

    assert f"Verdict under the policy flexpa: {result}" == said.out.splitlines()[-1]
    assert "" == said.err


def test_the_text_names_rule_entries_and_repair(client: httpx.Client, label: str, capsys: Captured) -> None:
    """For a rule that failed; rules that did not apply are left out."""
    verdict(client, behave(client, "hasty", label))
    lines = capsys.readouterr().out.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("FAIL R02 waited: "))

    assert lines[place].endswith("2 s too early.  (entries 1, 2)")
    assert lines[place + 1].startswith("         Repair: ")
    assert not any("not-exercised" in line for line in lines)


def test_json_is_what_the_call_answers(client: httpx.Client, label: str, capsys: Captured) -> None:
    """Indented, and nothing else on stdout."""
    token = behave(client, "hasty", label)
    assert 1 == verdict(client, token, "--format", "json", "--policy", "strict")
    asked = client.get("/_sandbox/session/verdict?policy=strict", headers={"Authorization": f"Bearer {token}"})

    assert asked.json() == json.loads(capsys.readouterr().out)


def test_junit_has_a_case_for_each_rule(client: httpx.Client, label: str, capsys: Captured) -> None:
    """Failures and skips are counted as they are."""
    assert 1 == verdict(client, behave(client, "hasty", label), "--format", "junit")
    suite = fromstring(capsys.readouterr().out)  # noqa: S314 - we wrote it
    cases = suite.findall("testcase")

    assert ("testsuite", 21, "21") == (suite.tag, len(cases), suite.get("tests"))
    assert ["R02 waited"] == [case.get("name") for case in cases if case.find("failure") is not None]
    assert ("1", str(len(suite.findall("testcase/skipped")))) == (suite.get("failures"), suite.get("skipped"))


def test_github_has_an_annotation_for_each_failure(client: httpx.Client, label: str, capsys: Captured) -> None:
    """As a workflow command on a line of its own."""
    assert 1 == verdict(client, behave(client, "hasty", label), "--format", "github")
    lines = capsys.readouterr().out.splitlines()

    assert ["::error title=R02 waited"] == [line[:24] for line in lines if line.startswith("::error")]
    assert "Verdict under the policy flexpa: fail" == lines[-1]


@pytest.mark.parametrize("form", ["text", "json", "junit", "github"])
@pytest.mark.parametrize(("how", "code"), [("patient", 0), ("hasty", 1), ("idle", 3)])
def test_every_format_has_the_same_exit_code(client: httpx.Client, label: str, form: str, how: str, code: int) -> None:
    """How it is printed does not change what it is."""
    assert code == verdict(client, behave(client, how, label), "--format", form)


def test_the_fhir_base_is_an_address_too(client: httpx.Client, label: str) -> None:
    """It is what the client under test is given."""
    for address in ("/fhir", "/fhir/"):
        url = str(client.base_url).rstrip("/") + address
        assert 1 == main(["verdict", "--url", url, "--token", behave(client, "hasty", label)])


def test_rules_may_be_ignored(client: httpx.Client, label: str) -> None:
    """Several of them; the rest counts."""
    token = behave(client, "hasty", label)

    assert [1, 0] == [verdict(client, token, "--ignore", rule) for rule in ("R16", "R02")]
    assert 0 == verdict(client, token, "--ignore", "R02", "--ignore", "R16")


def test_how_the_client_ended(client: httpx.Client, label: str) -> None:
    """At its exit, one 429 and no second request is giving up."""
    token = f"pat_test_syncing-45s~ada~{label}"
    client.get("/fhir/Procedure", headers={"Authorization": f"Bearer {token}"})

    assert [3, 3, 1] == [verdict(client, token, *more) for more in ((), ("--ended", "killed"), ("--ended", "exit"))]


@pytest.mark.parametrize("form", ["text", "json", "junit", "github"])
def test_many_sessions_at_once(client: httpx.Client, label: str, capsys: Captured, form: str) -> None:
    """All whose label begins so; the worst of them decides."""
    behave(client, "patient", f"{label}.one")
    root = str(client.base_url).rstrip("/")
    asked = ["verdict", "--url", root, "--label-prefix", label, "--format", form]
    assert 0 == main(asked)
    behave(client, "hasty", f"{label}.two")
    capsys.readouterr()

    assert 1 == main(asked)
    said = capsys.readouterr().out
    assert f"{label}.one" in said or form == "github"
    assert f"{label}.two" in said
    assert "R02" in said


@pytest.mark.parametrize("form", ["text", "json", "junit", "github"])
def test_no_session_has_such_a_label(client: httpx.Client, label: str, form: str) -> None:
    """Nothing was exercised."""
    root = str(client.base_url).rstrip("/")

    assert 3 == main(["verdict", "--url", root, "--label-prefix", label, "--format", form])


def test_a_token_that_is_none_is_exit_2(client: httpx.Client, capsys: Captured) -> None:
    """The server's sentence is passed on, without the token."""
    assert 2 == verdict(client, "verysecret")
    said = capsys.readouterr()

    assert "" == said.out
    assert "Not a token of this sandbox" in said.err
    assert "verysecret" not in said.err
    assert 1 == len(said.err.splitlines())


@pytest.mark.parametrize("token", ["é", "a b", "x\ny", ""])
def test_an_odd_token_is_exit_2(client: httpx.Client, capsys: Captured, token: str) -> None:
    """In one line, whatever it is made of."""
    assert 2 == verdict(client, token)
    assert 1 == len(capsys.readouterr().err.splitlines())


@pytest.mark.parametrize(
    "url", ["127.0.0.1:12429", "ftp://127.0.0.1", "", "http://", "http://a b", "http://a:x", "file:///etc/passwd"]
)
def test_an_address_that_cannot_be_is_exit_2(url: str, capsys: Captured) -> None:
    """The message shows it."""
    assert 2 == main(["verdict", "--url", url, "--token", "pat_test_ready"])
    assert repr(url) in capsys.readouterr().err


def test_no_server_is_exit_2(capsys: Captured) -> None:
    """The message says who was asked."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert 2 == main(["verdict", "--url", f"http://127.0.0.1:{port}", "--token", "pat_test_ready"])
    assert f"http://127.0.0.1:{port}/" in capsys.readouterr().err


def answer_once(body: str) -> str:
    """Answer one request with this body, whatever it asks; return the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    words = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()

    def answer() -> None:
        with listener, listener.accept()[0] as connection:
            connection.recv(65_536)
            connection.sendall(words)

    threading.Thread(target=answer, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("body", ["{}", "[]", "hello", '{"result":"perhaps"}', '{"result":[]}', "", "null"])
@pytest.mark.parametrize("form", ["text", "json", "junit", "github"])
def test_whoever_else_listens_there_is_exit_2(body: str, form: str, capsys: Captured) -> None:
    """Another program on the port gives no verdict, and no traceback."""
    assert 2 == main(["verdict", "--url", answer_once(body), "--token", "pat_test_ready", "--format", form])
    said = capsys.readouterr()

    assert ("", 1) == (said.out, len(said.err.splitlines()))


@pytest.mark.parametrize("form", ["text", "junit", "github"])
def test_half_a_verdict_is_exit_2(form: str) -> None:
    """What cannot be printed is not a verdict; a traceback would exit with 1, as if the client had failed."""
    url = answer_once('{"result":"pass"}')

    assert 2 == main(["verdict", "--url", url, "--token", "pat_test_ready", "--format", form])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--token", "pat_test_ready", "--policy", "flexpo"), "flexpo"),
        (("--token", "pat_test_ready", "--format", "xml"), "xml"),
        (("--token", "pat_test_ready", "--ended", "crash"), "killed"),
        (("--token", "pat_test_ready", "--clients", "two"), "many"),
        (("--token", "pat_test_ready", "--ignore", "R99"), "R99"),
        ((), "--token"),
    ],
)
def test_options_that_cannot_be_are_exit_2(options: tuple[str, ...], says: str) -> None:
    """The message names the word, and what there is."""
    ended = run("verdict", *options)

    assert (2, "") == (ended.returncode, ended.stdout)
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_command_itself_exits_so(client: httpx.Client, label: str) -> None:
    """As a process of its own, against a server that runs elsewhere; the port's variable finds it, too."""
    token = behave(client, "hasty", label)
    ended = run("verdict", "--token", token, SANDBOX_PORT=str(client.base_url.port))

    assert (1, "") == (ended.returncode, ended.stderr)
    assert "FAIL R02" in ended.stdout


def test_a_recording_needs_no_server(tmp_path: Path, capsys: Captured) -> None:
    """A journal, as the sandbox gives it, or a HAR file."""
    line = {"at": 0.0, "method": "GET", "path": "/fhir/Procedure", "status": 429, "wait": 3.0, "spelling": "both"}
    file = tmp_path / "journal.jsonl"
    file.write_text("".join(f"{json.dumps(line | {'at': at})}\n" for at in (0.0, 1.0)), encoding="utf-8")
    assert 1 == main(["verdict", "--journal", str(file)])
    assert "FAIL R02 waited: " in capsys.readouterr().out
    assert 0 == main(["verdict", "--journal", str(file), "--ignore", "R02"])
    file.write_text('{"log": {"entries": []}}', encoding="utf-8")
    assert 3 == main(["verdict", "--har", str(file), "--format", "json"])


@pytest.mark.parametrize("option", ["--har", "--journal"])
def test_a_recording_that_cannot_be_read_is_exit_2(option: str, tmp_path: Path, capsys: Captured) -> None:
    """The message names the file, and what is wrong."""
    file = tmp_path / "nothing"
    assert 2 == main(["verdict", option, str(file)])
    file.write_text("[", encoding="utf-8")
    assert 2 == main(["verdict", option, str(file)])
    assert 2 == main(["verdict", option, str(file), "--token", "pat_test_ready"])
    said = capsys.readouterr().err.splitlines()

    assert [True, True, False] == [str(file) in line for line in said]
