"""What does `explain` say and exit with? 0 found, 1 refused, 2 for a wrong query or address, 4 for wrong fixtures."""

import json
import socket
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from sandbox.cli import main
from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import load
from tests.cli.command import run

Captured = pytest.CaptureFixture[str]
Serve = Callable[..., httpx.Client]
NIGHT = (
    '{"resourceType":"Procedure","id":"night","status":"completed","subject":{"reference":"Patient/p"},'
    '"performedPeriod":{"start":"2023-12-31T20:00:00-05:00","end":"2023-12-31T23:59:00-05:00"}}'
)
OTHER = '{"resourceType":"Procedure","id":"other","status":"not-done","subject":{"reference":"Patient/q"}}'
PATIENTS = '{"resourceType":"Patient","id":"p"}\n{"resourceType":"Patient","id":"q"}'
DATA = f"{NIGHT}\n{OTHER}\n{PATIENTS}"
QUERY = "Procedure?status=completed&date=2023"


@pytest.fixture
def fixtures(tmp_path: Path) -> str:
    """Give a file with two Procedures of two patients."""
    file = tmp_path / "two.ndjson"
    file.write_text(DATA)
    return str(file)


def explain(query: str, *options: str) -> int:
    """Run the command in this process."""
    return main(["explain", query, *options])


REFUSED = """\
    keeps       left  clause
                   2  every Procedure that is seen
        1          1  status=completed
        0          0  date=2023
Procedure/night is refused:
  date=2023: performedPeriod ends 2023-12-31T23:59:00-05:00, that is 2024-01-01T04:59:00Z; \
eq needs the whole period inside 2023.
"""


def test_the_text_has_a_line_for_each_clause_and_each_reason(fixtures: str, capsys: Captured) -> None:
    """Counts stand in columns, sentences below them."""
    assert 1 == explain(QUERY, "--id", "night", "--fixtures", fixtures)
    assert (REFUSED, "") == capsys.readouterr()


def test_without_an_id_there_is_only_the_count(fixtures: str, capsys: Captured) -> None:
    """It is exit 0, also if nothing is found."""
    assert 0 == explain(QUERY, "--fixtures", fixtures)
    assert "".join(REFUSED.splitlines(keepends=True)[:4]) == capsys.readouterr().out


@pytest.mark.parametrize(
    ("id_", "code", "last"),
    [
        ("night", 0, "Procedure/night is found."),
        ("Procedure/night", 0, "Procedure/night is found."),
        ("other", 1, "  status=completed: status is not-done; completed is asked for."),
        ("nobody", 1, "Procedure/nobody is not there, or not seen."),
    ],
)
def test_the_exit_code_is_whether_it_is_found(fixtures: str, capsys: Captured, id_: str, code: int, last: str) -> None:
    """And the last line says it."""
    assert code == explain("Procedure?status=completed", "--id", id_, "--fixtures", fixtures)
    assert last == capsys.readouterr().out.splitlines()[-1]


def test_a_token_sees_what_it_may(fixtures: str, capsys: Captured) -> None:
    """Of another patient's resource nothing is said."""
    assert 1 == explain("Procedure", "--id", "other", "--token", "pat_test_ready~p", "--fixtures", fixtures)
    lines = capsys.readouterr().out.splitlines()

    assert [
        "                   1  every Procedure that is seen",
        "Procedure/other is not there, or not seen.",
    ] == lines[1:]


def test_the_fixtures_may_be_several_and_are_built_in_by_default(tmp_path: Path, capsys: Captured) -> None:
    """As `serve` has them."""
    files = []
    for number, text in enumerate(DATA.splitlines()):
        files += ["--fixtures", str(tmp_path / f"{number}.ndjson")]
        Path(files[-1]).write_text(text)
    built_in = load(built_in_fixtures()).store.counts["Procedure"]
    codes = explain("Procedure", *files), explain("Procedure")
    lines = capsys.readouterr().out.splitlines()

    assert (0, 0) == codes
    assert ["2", f"{built_in:,}"] == [
        line.split()[0] for line in lines if line.endswith("every Procedure that is seen")
    ]


def test_json_is_what_the_server_answers(serve: Serve, fixtures: str, capsys: Captured) -> None:
    """The same object, whether the fixtures are loaded or a server is asked."""
    url = str(serve(*DATA.splitlines()).base_url).rstrip("/")
    codes = [
        explain(QUERY, "--id", "night", "--format", "json", "--fixtures", fixtures),
        explain(QUERY, "--id", "night", "--format", "json", "--url", url),
    ]
    printed = capsys.readouterr().out
    loaded, asked = printed[: len(printed) // 2], printed[len(printed) // 2 :]
    answer = httpx.post(f"{url}/_sandbox/explain", json={"query": QUERY, "id": "night"}).json()

    assert ([1, 1], loaded) == (codes, asked)
    assert answer == json.loads(asked)


def test_a_running_server_is_asked_about_what_it_holds_now(serve: Serve, capsys: Captured) -> None:
    """Also what was added since its start, and with the eyes of a token."""
    http = serve(*DATA.splitlines())
    url = str(http.base_url).rstrip("/")
    http.post("/_sandbox/resources", json=json.loads(NIGHT.replace('"night"', '"new"').replace("completed", "stopped")))
    codes = [
        explain("Procedure?status=stopped", "--id", "new", "--url", url),
        explain("Procedure?status=stopped", "--id", "new", "--url", url, "--token", "pat_test_ready~q"),
    ]
    lines = capsys.readouterr().out.splitlines()

    assert [0, 1] == codes
    assert ["Procedure/new is found.", "Procedure/new is not there, or not seen."] == [lines[3], lines[-1]]


def test_a_guarded_server_gets_its_admin_token(serve: Serve, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """From the variable in which the server finds it."""
    url = str(serve(*DATA.splitlines(), admin_token="tops3cret").base_url).rstrip("/")  # noqa: S106 - made up
    without = explain("Procedure", "--url", url)
    monkeypatch.setenv("SANDBOX_ADMIN_TOKEN", "tops3cret")

    assert (2, 0) == (without, explain("Procedure", "--url", url))
    assert "needs the admin token" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("Procedure?dat=2023", "Procedure has no search parameter 'dat'. Did you mean \"date\"?"),
        ("Procedur?date=2023", "'Procedur' is none. Did you mean \"Procedure\"?"),
        ("Procedure?date=2023-13", "'2023-13' is not a date"),
        ("", "A query begins with a resource type"),
    ],
)
def test_a_wrong_query_is_exit_2(serve: Serve, fixtures: str, capsys: Captured, query: str, says: str) -> None:
    """In one line, with what was meant, whoever was asked."""
    url = str(serve(*DATA.splitlines()).base_url).rstrip("/")
    codes = explain(query, "--fixtures", fixtures), explain(query, "--url", url)
    said = capsys.readouterr()

    assert ((2, 2), "") == (codes, said.out)
    assert [True, True] == [says in line for line in said.err.splitlines()]


def test_the_settings_of_the_environment_count(
    fixtures: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """The fixtures of `serve`, and its public address, at which references are at home."""
    Path(fixtures).write_text(DATA.replace('"Patient/p"', '"https://m.test/fhir/Patient/p"'))
    monkeypatch.setenv("SANDBOX_FIXTURES", fixtures)
    codes = [explain("Procedure?patient=p", "--id", "night")]
    monkeypatch.setenv("SANDBOX_PUBLIC_URL", "https://m.test")
    codes.append(explain("Procedure?patient=p", "--id", "night"))
    monkeypatch.setenv("SANDBOX_PORT", "x")
    codes.append(explain("Procedure"))

    assert [1, 0, 2] == codes
    assert "SANDBOX_PORT must be a whole number" in capsys.readouterr().err


@pytest.mark.parametrize("token", ["nonsense", "pat_test_redy", ""])
def test_a_wrong_token_is_exit_2(fixtures: str, capsys: Captured, token: str) -> None:
    """The message says why."""
    assert 2 == explain("Procedure", "--token", token, "--fixtures", fixtures)
    assert 1 == len(capsys.readouterr().err.splitlines())


@pytest.mark.parametrize("url", ["127.0.0.1:12429", "ftp://127.0.0.1", "http://", "file:///etc/passwd"])
def test_an_address_that_cannot_be_is_exit_2(url: str, capsys: Captured) -> None:
    """The message shows it."""
    assert 2 == explain("Procedure", "--url", url)
    assert repr(url) in capsys.readouterr().err


def test_no_server_is_exit_2(capsys: Captured) -> None:
    """The message says who was asked."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"

    assert 2 == explain("Procedure", "--url", url)
    assert f"{url}/_sandbox/explain: no sandbox answers there" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"resourceType":"Procedure"}', "two.ndjson:1: Procedure without id"),
        (NIGHT.replace("20:00:00", "25:00:00"), "Procedure/night, date: '2023-12-31T25:00:00-05:00' is not a date"),
    ],
)
def test_fixtures_that_cannot_be_served_are_exit_4(fixtures: str, capsys: Captured, text: str, says: str) -> None:
    """Every fault is listed, as `serve` does."""
    Path(fixtures).write_text(text)

    assert 4 == explain("Procedure", "--fixtures", fixtures)
    assert says in capsys.readouterr().err


def test_fixtures_and_a_server_exclude_each_other(fixtures: str) -> None:
    """For only one of the two can be asked."""
    ended = run("explain", "Procedure", "--fixtures", fixtures, "--url", "http://127.0.0.1:12429")

    assert (2, "") == (ended.returncode, ended.stdout)
    assert "not allowed with argument" in ended.stderr


def test_the_command_itself_exits_so(fixtures: str) -> None:
    """As a process of its own."""
    ended = run("explain", QUERY, "--id", "night", "--fixtures", fixtures)

    assert (1, REFUSED, "") == (ended.returncode, ended.stdout, ended.stderr)
