"""What is said of a command line that cannot be? Exit 2, one sentence on what is wrong, and what was probably meant."""

import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import __version__
from sandbox.cli import COMMANDS, main
from sandbox.settings import SETTINGS
from tests.cli.command import run


def refused(words: list[str]) -> int:
    """Return the code with which the command refuses its words."""
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_the_version_is_told() -> None:
    """`--version` says name and version, and ends well."""
    ended = run("--version")

    assert (0, f"procedure-sandbox {__version__}\n", "") == (ended.returncode, ended.stdout, ended.stderr)


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """Each command has its line, and the exit codes are told."""
    assert 0 == refused(["--help"])
    said = capsys.readouterr().out

    assert all(usage in said for usage in COMMANDS.values())
    assert "Exit codes: 0 ok" in said


def test_the_help_of_serve_shows_every_setting(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Flag, variable and default of each row stand in the help."""
    monkeypatch.setenv("COLUMNS", "300")
    assert 0 == refused(["serve", "--help"])
    said = capsys.readouterr().out

    assert "--log-format text|json" in said
    for row in SETTINGS.values():
        default = "" if row.default in {None, ()} else f"; default {row.default}"
        assert f"{row.flag} {row.form}" in said
        assert f"{row.help} ({row.variable}{default})" in said


def test_the_help_of_serve_is_in_sections(capsys: pytest.CaptureFixture[str]) -> None:
    """Each setting is below what it is about, none of them in the rest; its value is named by what it is."""
    assert 0 == refused(["serve", "--help"])
    said = capsys.readouterr().out

    assert said.startswith("usage: procedure-sandbox serve [OPTIONS]\n")
    assert said.index("where it listens:") < said.index("--tls-cert PATH") < said.index("what it serves:")
    assert "--port N " in said
    assert "--public-url URL" in said
    assert "--trusted-hosts HOST" in said
    assert "\nmore:" not in said


@pytest.mark.parametrize("missing", ["hiredis", "redis"])
def test_a_state_without_its_extra_says_what_to_install(missing: str) -> None:
    """Either package may be missing; it is told in one line."""
    program = f"import sys; sys.modules[{missing!r}] = None; from sandbox.cli import main; sys.exit(main(sys.argv[1:]))"
    words = ["serve", "--port", "0", "--state", "redis://127.0.0.1:1/0"]
    ended = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=30, check=False
    )

    assert (2, "") == (ended.returncode, ended.stdout)
    (line,) = ended.stderr.splitlines()
    assert line.endswith("needs the extra `replicas`: in a checkout, pip install '.[replicas]'")


def test_an_unknown_option_is_exit_2() -> None:
    """The process ends so, with nothing on stdout and the sentence as the last line."""
    ended = run("serve", "--prot", "1")

    assert (2, "") == (ended.returncode, ended.stdout)
    assert ended.stderr.splitlines()[-1].endswith('--prot is not an option of serve. Did you mean "--port"?')
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["serve", "--prot=1"], '--prot=1 is not an option of serve. Did you mean "--port"?'),
        (["serve", "--fixture", "a"], '--fixture is not an option of serve. Did you mean "--fixtures"?'),
        (["serve", "--log_format", "json"], '--log_format is not an option of serve. Did you mean "--log-format"?'),
        (["serve", "--xyzzy"], "--xyzzy is not an option of serve."),
        (["serve", "extra"], "extra is not an option of serve."),
        (["health", "--ulr", "x"], '--ulr is not an option of health. Did you mean "--url"?'),
        (
            ["health", "http://127.0.0.1:12429"],
            'http://127.0.0.1:12429 is not an option of health. Did you mean "--url http://127.0.0.1:12429"?',
        ),
        (["verdict", "--policy", "flexpaa"], "not 'flexpaa'. Did you mean \"flexpa\"?"),
        (["verdict", "--ignore", "R99"], "--ignore must be one of R01, R02,"),
        (["check", "--format", "jsn", "a"], "not 'jsn'. Did you mean \"json\"?"),
        (["completion", "basch"], "not 'basch'. Did you mean \"bash\"?"),
        (["check", "--limit", "x", "a"], "--limit: must be a whole number from 0 to 999999999, not 'x'"),
        (["serve", "--port"], "argument --port: expected one argument"),
        (["serv"], "'serv' is not a command. Did you mean \"serve\"? Commands: serve, health,"),
        (["xyzzy", "--port", "1"], "'xyzzy' is not a command. Commands: serve, health,"),
        ([], "A command is missing. Commands: serve, health,"),
        (["--port", "1"], "'1' is not a command. Commands: serve, health,"),
    ],
)
def test_an_unknown_word_is_named(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Options are not guessed, nor cut short, but a near one is proposed."""
    assert 2 == refused(words)
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line


@pytest.mark.parametrize(
    ("words", "environ", "says"),
    [
        (["--port", "x"], {}, "--port must be a whole number from 0 to 65535, not 'x'"),
        ([], {"SANDBOX_PROT": "1"}, 'SANDBOX_PROT is not a setting. Did you mean "SANDBOX_PORT"?'),
        (["--scenario", "redy"], {}, "'redy' is not a scenario. Did you mean \"ready\"?"),
    ],
)
def test_a_setting_that_cannot_be_is_exit_2(words: list[str], environ: dict[str, str], says: str) -> None:
    """One line says which setting, where it was made, and what would be right."""
    ended = run("serve", *words, **environ)

    assert (2, "") == (ended.returncode, ended.stdout)
    assert says in ended.stderr
    assert 1 == len(ended.stderr.splitlines())


def test_a_scenario_is_complained_of_where_it_was_set(tmp_path: Path) -> None:
    """Whoever set a variable or a line of the file is not told of a flag."""
    toml = tmp_path / "sandbox.toml"
    toml.write_text('scenario = "redy"')

    assert "SANDBOX_SCENARIO" in run("serve", SANDBOX_SCENARIO="redy").stderr
    assert f"{toml}: scenario" in run("serve", SANDBOX_CONFIG=str(toml)).stderr
