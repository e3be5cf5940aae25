"""Which settings hold? Flag over environment over TOML file over default.

A setting is one field of Settings: its flag (`--log-format`), variable (`SANDBOX_LOG_FORMAT`), TOML key
(`log_format`), default and help all follow from that field, in the program and in the manual. An unknown key is an
error that names the nearest known one.
"""

import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from sandbox.suggest import did_you_mean
from sandbox.trusted_hosts import is_trusted, origin

PREFIX = "SANDBOX_"
URL_VARIABLE = "SANDBOX_URL"  # where commands find a running server; no setting of the server itself
# Kubernetes and Docker links put such variables into every container beside a service called "sandbox".
_SERVICE_LINK = re.compile(r"SANDBOX_(SERVICE_|PORT_[0-9]).*=|SANDBOX_PORT=(tcp|udp)://")
_ADDRESS = re.compile(
    r"(?P<origin>https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?)(?P<path>/[^\s?#]*)?"
)
# Host, port and number of a database; user and password are whatever stands before the "@".
_STATE = re.compile(
    r"rediss?://([^@/\s]*@)?([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[0-9]{0,4})?|unix:///\S+"
)


class SettingsError(Exception):
    """A setting that cannot be: which one, where it stands, and what would be right."""


def _text(raw: str) -> str:
    if not raw:
        raise ValueError("must not be empty")
    return raw


def _path(raw: str) -> Path:
    return Path(_text(raw))


class Whole:
    """Reads a whole number between two others, those included."""

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    def __call__(self, raw: str) -> int:
        """Return the number; a ValueError names the bounds."""
        if not re.fullmatch(r"-?[0-9]{1,20}", raw) or not self.low <= int(raw) <= self.high:
            raise ValueError(f"must be a whole number from {self.low} to {self.high}")
        return int(raw)


class Choice:
    """Reads one of several words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __call__(self, raw: str) -> str:
        """Return the word; a ValueError names those that there are, and the nearest one."""
        if raw not in self.words:
            raise ValueError(f"must be one of {', '.join(self.words)}", did_you_mean(raw, self.words))
        return raw


def _address(raw: str) -> str:
    """Return `http://host[:port][/path]` without a trailing slash, and without `/fhir`, which the server adds."""
    match = _ADDRESS.fullmatch(raw)
    if match is None or int(match["port"] or 0) > 65535:
        raise ValueError("must be an address such as https://sandbox.example:8443")
    return match["origin"] + (match["path"] or "").rstrip("/").removesuffix("/fhir")


def _webhook(raw: str) -> str:
    if origin(raw) is None:
        raise ValueError("must be an address such as http://localhost:3000/webhooks")
    return raw


def _state(raw: str) -> str:
    if not _STATE.fullmatch(raw):
        raise ValueError("must be an address such as redis://localhost:6379/0")
    return raw


def _host(raw: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*", raw):
        raise ValueError("must be the name of a host, without port")
    return raw


def _zone(raw: str) -> str:
    if not re.fullmatch(r"Z|[+-](0[0-9]|1[0-4]):[0-5][0-9]", raw, re.ASCII):
        raise ValueError("must be Z, or a zone such as +02:00 or -05:00")
    return raw


def _option(default: Any, usage: str, parse: Callable[[str], Any] = _text, **more: bool) -> Any:
    meta = {"help": usage, "parse": parse, "many": False, "table": False} | more
    return field(default=default, metadata=meta)


_FORMS: Mapping[Callable[[str], Any], str] = {
    _path: "PATH",
    _address: "URL",
    _webhook: "URL",
    _state: "URL",
    _host: "HOST",
}


# fmt: off
@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set. The rows are the one table of settings; the comment names the columns."""

    #                              default        help, parse
    host: str             = _option("127.0.0.1",  "address to listen on")
    port: int             = _option(12429,        "port to listen on; 0 takes a free one", Whole(0, 65535))
    fixtures: tuple[Path, ...] = _option((),      "file or folder of NDJSON or JSON to serve instead of the built-in "
                                                  "patients; repeatable (in the variable: separated as in PATH)",
                                                  _path, many=True)
    tls_cert: Path | None = _option(None,         "PEM file with the certificate, and with those of its issuers: "
                                                  "serve https",
                                                  _path)
    tls_key: Path | None  = _option(None,         "PEM file with the private key of the certificate",
                                                  _path)
    duplicates: str       = _option("last",       "which of two resources with the same id and different content "
                                                  "is kept: last, first, or error, which refuses the fixtures",
                                                  Choice("last", "first", "error"))
    config: Path | None   = _option(None,         "TOML file of settings", _path)
    scenario: str         = _option("ready",      "what pat_test_default and freshly minted tokens begin with: a "
                                                  "scenario as in a token, or a plan as JSON (in the file: a table)",
                                                  table=True)
    seed: int             = _option(1,            "seed of everything that looks random",
                                                  Whole(-2**63, 2**63 - 1))
    log_format: str       = _option("text",       "log lines on stderr: text or json", Choice("text", "json"))
    log_requests: str | None = _option(None,      "a line per request on stderr: on or off; on where stderr is a "
                                                  "terminal, if nothing is said", Choice("on", "off"))
    port_file: Path | None = _option(None,        "file to write the port into, once the server is ready",
                                                  _path)
    public_url: str | None = _option(None,        "address that links are written with, when a proxy hides the real "
                                                  "one", _address)
    request_timeout: int  = _option(60,           "seconds within which a request has to arrive, from its first byte "
                                                  "to its last", Whole(1, 3600))
    page_memory: int      = _option(16,           "MiB of pages that are kept for clients that ask the same again",
                                                  Whole(0, 65_536))
    handling: str         = _option("strict",     "unknown search parameters: strict refuses, lenient ignores and "
                                                  "says so", Choice("strict", "lenient"))
    total: str            = _option("asked",      "Bundle.total: only when asked for, or always",
                                                  Choice("asked", "always"))
    canonical: str        = _option("exact",      "what a url without a version finds of canonicals: exact finds what "
                                                  "is stored so, any finds every version",
                                                  Choice("exact", "any"))
    ranges: str           = _option("literal",    "ge and le of dates and quantities: literal, as R4 writes it, or "
                                                  "overlap, as some servers have it",
                                                  Choice("literal", "overlap"))
    code_case: str       = _option("declared",   "whether case counts in codes: where R4 says so, sensitive, or "
                                                  "insensitive",
                                                  Choice("declared", "sensitive", "insensitive"))
    zone: str             = _option("Z",          "zone of dates and times that have none, as Z or +02:00", _zone)
    bare_include: str     = _option("all",        "what _include=* without a type is: all, every reference, or "
                                                  "refused, which is 400", Choice("all", "refused"))
    cors: str             = _option("on",         "whether pages of other origins may ask the FHIR and OAuth APIs: on "
                                                  "or off", Choice("on", "off"))
    admin: str            = _option("on",         "the admin API, /_sandbox: on, or off but for its health",
                                                  Choice("on", "off"))
    metrics: str          = _option("off",        "GET /_sandbox/metrics, for Prometheus: on or off",
                                                  Choice("on", "off"))
    admin_token: str | None = _option(None,       "bearer token for the calls of /_sandbox that tell or change more "
                                                  "than one session; without it they need none")
    consent: str          = _option("auto",       "what /link/auth does: auto lets the patient agree at once, "
                                                  "page asks a person", Choice("auto", "page"))
    trusted_hosts: tuple[str, ...] = _option((),  "host besides loopback by which this sandbox may be steered, and "
                                                  "to which redirects and webhooks may go; repeatable (in the "
                                                  "variable: separated as in PATH)",
                                                  _host, many=True)
    webhook_url: str | None = _option(None,       "address that is told when a sync has ended", _webhook)
    webhook_secret: str   = _option("whsec_sandbox", "what webhooks are signed with")
    journal_entries: int  = _option(500_000,      "exchanges that all journals together keep, at most 1,000 each; "
                                                  "sessions that were not used for longest give theirs up first",
                                                  Whole(1000, 1_000_000_000))
    state: str | None     = _option(None,         "where all replicas keep sessions, tokens and changes, such as "
                                                  "redis://host:6379/0; if nothing is said, in memory", _state)
    state_life: int       = _option(604_800,      "seconds that the state store keeps what nobody uses",
                                                  Whole(60, 31_536_000))
# fmt: on


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row of the table, with every spelling of its name."""

    name: str
    """the key in a TOML file"""
    default: Any
    """the value where nothing is set"""
    help: str
    """what it is for"""
    parse: Callable[[str], Any]
    """reads a value from text; a ValueError says what would be right"""
    many: bool
    """whether it takes several values"""
    table: bool
    """whether it takes a TOML table, which becomes JSON"""

    @property
    def flag(self) -> str:
        """The spelling on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def is_path(self) -> bool:
        """Whether its value is a file or a folder."""
        return self.parse is _path

    @property
    def form(self) -> str:
        """How a value is written on the command line: its choices, or what it is, such as N or PATH."""
        if isinstance(self.parse, Choice):
            return "|".join(self.parse.words)
        if isinstance(self.parse, Whole):
            return "N"
        return _FORMS.get(self.parse, "VALUE")

    @property
    def variable(self) -> str:
        """The spelling in the environment."""
        return PREFIX + self.name.upper()


def load(
    flags: Mapping[str, Sequence[str]],
    environ: Mapping[str, str],
    checks: Mapping[str, Callable[[Any], object]] | None = None,
) -> Settings:
    """Return the settings that hold; *flags* maps names to the raw values given on the command line.

    *checks* are asked whether they can do with the value of a setting; they say no by a ValueError. Raises
    SettingsError for an unknown key, a bad value, or a TOML file that cannot be read.
    """
    given = _from_environment(environ) | {name: (SETTINGS[name].flag, raws) for name, raws in flags.items()}
    where, raws = given.get("config", ("", ()))
    found = (_from_file(_value(SETTINGS["config"], where, raws), where) if raws else {}) | given
    values = {key: _value(SETTINGS[key], where, raws) for key, (where, raws) in found.items()}
    for key, check in (checks or {}).items():
        try:
            check(values.get(key, SETTINGS[key].default))
        except ValueError as error:
            raise SettingsError(f"{found[key][0]}: {error}") from None
    return _settings(values, found.get("webhook_url", ("webhook_url",))[0])


def from_values(**values: Any) -> Settings:
    """Return the settings of Python values, by the rows' own rules: numbers, texts, paths, lists of them, a plan.

    Raises SettingsError for an unknown name and for a value that cannot be.
    """
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name not in SETTINGS:
            raise SettingsError(f"{name} is not a setting.{did_you_mean(name, SETTINGS)}")
        raws = value if SETTINGS[name].many and isinstance(value, list | tuple) else [value]
        if value is not None and raws:
            found[name] = _value(SETTINGS[name], name, [_written(raw) for raw in raws])
    return _settings(found, "webhook_url")


def _written(value: Any) -> str:
    """Return a Python value as it would stand in the environment."""
    if isinstance(value, dict):
        return json.dumps(value)
    return str(value)


def _settings(values: Mapping[str, Any], where: str) -> Settings:
    """Return the settings if they suit each other; *where* is the place of the address for webhooks."""
    settings = Settings(**values)
    if settings.webhook_url is not None and not is_trusted(settings.webhook_url, settings.trusted_hosts):
        raise SettingsError(f"{where} must lead to this machine, or to a host of {SETTINGS['trusted_hosts'].variable}")
    return settings


def _value(setting: Setting, where: str, raws: Sequence[str]) -> Any:
    try:
        values = tuple(setting.parse(raw) for raw in raws)
    except ValueError as error:
        text, *hint = error.args
        raise SettingsError(
            f"{where} {text}, not {' '.join(map(repr, raws))}{'.'.join(['', *hint]) if any(hint) else ''}"
        ) from None
    if setting.many:
        return values
    return values[-1]


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[str, Sequence[str]]]:
    found: dict[str, tuple[str, Sequence[str]]] = {}
    known = {setting.variable: setting for setting in SETTINGS.values()}
    for variable, raw in environ.items():
        if not raw or not variable.startswith(PREFIX) or variable == URL_VARIABLE:
            continue
        if _SERVICE_LINK.match(f"{variable}={raw}"):
            continue
        if variable not in known:
            raise SettingsError(f"{variable} is not a setting.{did_you_mean(variable, known)}")
        setting = known[variable]
        found[setting.name] = (variable, raw.split(os.pathsep) if setting.many else [raw])
    return found


def _from_file(path: Path, where: str) -> dict[str, tuple[str, Sequence[str]]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(f"{where} {path}: {reason}") from None
    found: dict[str, tuple[str, Sequence[str]]] = {}
    known = [name for name in SETTINGS if name != "config"]
    for key, given in table.items():
        if key not in known and isinstance(given, dict):
            raise SettingsError(f"{path}: {key} is not a setting. Settings stand at the top of the file, in no table.")
        if key not in known:
            raise SettingsError(f"{path}: {key} is not a setting.{did_you_mean(key, known)}")
        row = SETTINGS[key]
        value = json.dumps(given) if row.table and isinstance(given, dict) else given
        values = value if isinstance(value, list) and row.many else [value]
        if not all(_may_stand_in_toml(row, item) for item in values):
            raise SettingsError(f"{path}: {key} must be {_in_toml(row)}, not {_as_toml(given)}")
        found[key] = (f"{path}: {key}", [str(item) for item in values])
    return found


def _may_stand_in_toml(row: Setting, item: object) -> bool:
    """Return whether an item is of a type that its setting may have in the file."""
    whole = isinstance(row.parse, Whole) and isinstance(item, int) and not isinstance(item, bool)
    return whole or isinstance(item, str)


def _in_toml(row: Setting) -> str:
    """Say what a setting takes in the file."""
    if isinstance(row.parse, Choice):
        return " or ".join(map(_as_toml, row.parse.words))
    if isinstance(row.parse, Whole):
        return f"a whole number from {row.parse.low} to {row.parse.high}"
    if row.many:
        return "a string or an array of strings"
    if row.table:
        return "a string or a table"
    return "a string"


def _as_toml(value: object) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(_as_toml, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{key} = {_as_toml(item)}" for key, item in value.items())
        return f"{{ {pairs} }}"
    return str(value)


SETTINGS: dict[str, Setting] = {
    row.name: Setting(name=row.name, default=row.default, **row.metadata) for row in fields(Settings)
}
