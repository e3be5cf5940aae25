"""Which settings hold? Flag over variable over TOML file over default, and a word on whatever cannot be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from sandbox.settings import PREFIX, SETTINGS, Settings, SettingsError, load

# Setting -> as TOML, in a variable, as a flag, and the three values.
# fmt: off
EVERY_KIND: dict[str, tuple[str, str, str, Any, Any, Any]] = {
    "host":       ('"toml"',      "env",         "flag",        "toml", "env", "flag"),
    "port":       ("1",           "2",           "3",           1, 2, 3),
    "fixtures":   ('["a", "b"]',  "c:d",         "e",           (Path("a"), Path("b")), (Path("c"), Path("d")),
                                                                (Path("e"),)),
    "duplicates": ('"first"',     "error",       "last",        "first", "error", "last"),
    "scenario":   ('"toml"',      "env",         "flag",        "toml", "env", "flag"),
    "seed":       ('"-1"',        "0",           "7",           -1, 0, 7),
    "log_format": ('"json"',      "text",        "json",        "json", "text", "json"),
    "log_requests": ('"off"',     "on",          "off",         "off", "on", "off"),
    "cors":       ('"off"',       "on",          "off",         "off", "on", "off"),
    "port_file":  ('"a"',         "b",           "c",           Path("a"), Path("b"), Path("c")),
    "public_url": ('"http://a"',  "http://b/",   "https://c",   "http://a", "http://b", "https://c"),
    "tls_cert":   ('"a"',         "b",           "c",           Path("a"), Path("b"), Path("c")),
    "tls_key":    ('"a"',         "b",           "c",           Path("a"), Path("b"), Path("c")),
    "page_memory": ("5",          "10",          "30",          5, 10, 30),
    "request_timeout": ("5",      "10",          "30",          5, 10, 30),
    "handling":   ('"lenient"',   "strict",      "lenient",     "lenient", "strict", "lenient"),
    "total":      ('"always"',    "asked",       "always",      "always", "asked", "always"),
    "canonical":  ('"any"',       "exact",       "any",         "any", "exact", "any"),
    "ranges":     ('"overlap"',   "literal",     "overlap",     "overlap", "literal", "overlap"),
    "code_case":  ('"sensitive"', "declared",    "insensitive", "sensitive", "declared", "insensitive"),
    "zone":       ('"+02:00"',    "Z",           "-05:30",      "+02:00", "Z", "-05:30"),
    "bare_include": ('"refused"', "all",         "refused",     "refused", "all", "refused"),
    "admin":      ('"off"',       "on",          "off",         "off", "on", "off"),
    "metrics":    ('"on"',        "off",         "on",          "on", "off", "on"),
    "admin_token": ('"a"',        "b",           "c",           "a", "b", "c"),
    "consent":    ('"page"',      "auto",        "page",        "page", "auto", "page"),
    "trusted_hosts": ('["a", "b.c"]', "d:e",     "f",           ("a", "b.c"), ("d", "e"), ("f",)),
    "webhook_url": ('"http://[::1]"', "http://localhost:1/a?b=c", "http://127.0.0.1:9", "http://[::1]",
                    "http://localhost:1/a?b=c", "http://127.0.0.1:9"),
    "journal_entries": ("1000",   "2000",        "3000",        1000, 2000, 3000),
    "state":      ('"redis://a:1/0"', "rediss://b:2/1", "redis://c:3/2", "redis://a:1/0", "rediss://b:2/1",
                   "redis://c:3/2"),
    "state_life": ("60",          "61",          "62",          60, 61, 62),
    "webhook_secret": ('"a"',     "b",           "c",           "a", "b", "c"),
}
# fmt: on


def given(tmp_path: Path, toml: str = "", environ: Mapping[str, str] | None = None, **flags: Sequence[str]) -> Settings:
    """Load settings from a TOML file, variables and flags."""
    file = tmp_path / "s.toml"
    file.write_text(toml, encoding="utf-8")
    return load({"config": [str(file)], **flags}, environ or {})


def refusal(flags: Mapping[str, Sequence[str]], environ: Mapping[str, str] | None = None) -> str:
    """Return what is said of settings that cannot be."""
    with pytest.raises(SettingsError) as caught:
        load(flags, environ or {})
    return str(caught.value)


def test_the_examples_here_show_every_setting() -> None:
    """A new setting comes with a row in the table above; `config` names the file itself."""
    assert SETTINGS.keys() - {"config"} == EVERY_KIND.keys()


def test_nothing_given_leaves_the_defaults() -> None:
    """Without flags, variables and file, the table's defaults hold."""
    assert Settings() == load({}, {})
    assert {row.name: getattr(Settings(), row.name) for row in SETTINGS.values()} == {
        row.name: row.default for row in SETTINGS.values()
    }


@pytest.mark.parametrize("name", EVERY_KIND)
def test_flag_beats_variable_beats_file_beats_default(tmp_path: Path, name: str) -> None:
    """The nearer to the user's hand, the stronger."""
    toml, environ, flag, *values = EVERY_KIND[name]
    line, variables = f"{name} = {toml}", {SETTINGS[name].variable: environ}
    found = [
        getattr(given(tmp_path, line), name),
        getattr(given(tmp_path, line, variables), name),
        getattr(given(tmp_path, line, variables, **{name: [flag]}), name),
    ]

    assert values == found
    assert getattr(given(tmp_path, "", variables), name) == values[1]


def test_each_name_is_derived_in_every_spelling() -> None:
    """Flag, variable and key follow from the field; help and default are there for all."""
    for row, own in zip(SETTINGS.values(), fields(Settings), strict=True):
        assert own.name == row.name
        assert "--" + own.name.replace("_", "-") == row.flag
        assert PREFIX + own.name.upper() == row.variable
        assert re.fullmatch(r"[A-Za-z].*[^.]", row.help), row.help


def test_defaults_are_what_the_contract_promises() -> None:
    """Host, port, scenario and format are promised to users."""
    assert ("127.0.0.1", 12429, "ready", "text") == (
        Settings().host,
        Settings().port,
        Settings().scenario,
        Settings().log_format,
    )


def test_a_flag_that_may_be_repeated_keeps_every_value() -> None:
    """`--fixtures a --fixtures b` are two paths; they replace those of the variable."""
    found = load({"fixtures": ["a", "b"]}, {"SANDBOX_FIXTURES": "c"})

    assert (Path("a"), Path("b")) == found.fixtures


def test_of_another_flag_the_last_one_counts() -> None:
    """A script may append to the flags it was given."""
    assert 2 == load({"port": ["1", "2"]}, {}).port


@pytest.mark.parametrize("toml", ['fixtures = "a"', 'fixtures = ["a"]'])
def test_one_path_in_the_file_needs_no_list(tmp_path: Path, toml: str) -> None:
    """A single string is a list of one."""
    assert (Path("a"),) == given(tmp_path, toml).fixtures


def test_the_file_may_be_named_by_flag_or_variable(tmp_path: Path) -> None:
    """The flag beats the variable here as well."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(f'host = "{name}"')
    environ = {"SANDBOX_CONFIG": str(tmp_path / "a.toml")}

    assert "a" == load({}, environ).host
    assert "b" == load({"config": [str(tmp_path / "b.toml")]}, environ).host
    assert tmp_path / "a.toml" == load({}, environ).config


@pytest.mark.parametrize(
    ("variable", "says"),
    [
        ("SANDBOX_PROT", 'SANDBOX_PROT is not a setting. Did you mean "SANDBOX_PORT"?'),
        ("SANDBOX_LOGFORMAT", 'SANDBOX_LOGFORMAT is not a setting. Did you mean "SANDBOX_LOG_FORMAT"?'),
        ("SANDBOX_port", 'SANDBOX_port is not a setting. Did you mean "SANDBOX_PORT"?'),
        ("SANDBOX_", "SANDBOX_ is not a setting."),
    ],
)
def test_an_unknown_variable_is_an_error(variable: str, says: str) -> None:
    """A typo does not pass in silence."""
    assert refusal({}, {variable: "1"}).startswith(says)


def test_variables_of_others_are_left_alone() -> None:
    """Only what begins with SANDBOX_ is ours."""
    assert Settings() == load({}, {"PATH": "/bin", "PORT": "x", "MY_SANDBOX_PORT": "x", "sandbox_port": "x"})


@pytest.mark.parametrize(
    "variable",
    ["SANDBOX_SERVICE_HOST", "SANDBOX_SERVICE_PORT", "SANDBOX_SERVICE_PORT_HTTP", "SANDBOX_PORT_80_TCP_ADDR"],
)
def test_links_to_a_service_called_sandbox_are_left_alone(variable: str) -> None:
    """Kubernetes puts such variables into every container beside a service of this name."""
    assert Settings() == load({}, {variable: "tcp://10.0.0.1:80"})


def test_the_link_to_a_port_of_a_service_called_sandbox_is_left_alone() -> None:
    """Among the variables that Kubernetes sets is SANDBOX_PORT itself, as an address."""
    assert 12429 == load({}, {"SANDBOX_PORT": "tcp://10.0.0.1:12429"}).port


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("prot = 1", ': prot is not a setting. Did you mean "port"?'),
        ("log-format = 'json'", ': log-format is not a setting. Did you mean "log_format"?'),
        ("config = 'a'", ": config is not a setting."),
        ("[port]\nnumber = 1", ": port must be a whole number from 0 to 65535, not { number = 1 }"),
        ("port = 1.5", ": port must be a whole number from 0 to 65535, not 1.5"),
        ("port = true", ": port must be a whole number from 0 to 65535, not true"),
        ("port = [1]", ": port must be a whole number from 0 to 65535, not [1]"),
        ("admin = false", ': admin must be "on" or "off", not false'),
        ("total = ['always']", ': total must be "asked" or "always", not ["always"]'),
        ("fixtures = 5", ": fixtures must be a string or an array of strings, not 5"),
        ("fixtures = [true]", ": fixtures must be a string or an array of strings, not [true]"),
        ("scenario = 1979-05-27", ": scenario must be a string or a table, not 1979-05-27"),
        ("host = 5", ": host must be a string, not 5"),
        ("[sandbox]\nport = 1", ": sandbox is not a setting. Settings stand at the top of the file, in no table."),
        ("port = 70000", ": port must be a whole number from 0 to 65535, not '70000'"),
        ("total = 'never'", ": total must be one of asked, always"),
    ],
)
def test_a_wrong_line_of_the_file_is_an_error(tmp_path: Path, toml: str, says: str) -> None:
    """The message names the file and the key."""
    with pytest.raises(SettingsError) as caught:
        given(tmp_path, toml)

    assert str(caught.value).startswith(f"{tmp_path / 's.toml'}{says}")


@pytest.mark.parametrize("content", [b"port =", b"\xff\xfe", b"port = 1\nport = 2", None])
@pytest.mark.parametrize("by_flag", [True, False])
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, content: bytes | None, *, by_flag: bool) -> None:
    """The message says who named the file, and which it was."""
    file = tmp_path / "s.toml"
    if content is not None:
        file.write_bytes(content)
    if by_flag:
        assert refusal({"config": [str(file)]}).startswith(f"--config {file}: ")
    else:
        assert refusal({}, {"SANDBOX_CONFIG": str(file)}).startswith(f"SANDBOX_CONFIG {file}: ")
