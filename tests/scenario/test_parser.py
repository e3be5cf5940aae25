"""How is a scenario written? Every name, every form of its parameter, every spelling of a wait."""

from dataclasses import replace

import pytest

from sandbox.scenario import PRESETS, RETRY_AFTER_FORMATS, BodyForm, CannedBody, Fault, Phase, Scenario, parse_scenario
from sandbox.scenario.plan import Step
from sandbox.scenario.timeline import TimelinePhase

PASS, PAGE = Step(times=None), CannedBody(form=BodyForm.HTML)


def until(phase: Phase, rest: Phase, *, seconds: float | None = None, requests: int | None = None) -> dict[str, object]:
    """Return the parts of a scenario that begins in one phase and ends in another."""
    return {"timeline": (TimelinePhase(phase=phase, seconds=seconds, requests=requests), TimelinePhase(phase=rest))}


def always(phase: Phase) -> dict[str, object]:
    """Return the parts of a scenario of one phase."""
    return {"timeline": (TimelinePhase(phase=phase),)}


def ever(fault: Fault, seconds: float = 0.0) -> dict[str, object]:
    """Return the parts of a scenario whose every answer goes wrong."""
    return {"steps": (Step(fault=fault, seconds=seconds, times=None),)}


WRITTEN: list[tuple[str, dict[str, object]]] = [
    ("ready", {}),
    ("syncing", until(Phase.SYNCING, Phase.READY, seconds=10)),
    ("syncing-45s", until(Phase.SYNCING, Phase.READY, seconds=45)),
    ("syncing-0.25s", until(Phase.SYNCING, Phase.READY, seconds=0.25)),
    ("syncing-0s", until(Phase.SYNCING, Phase.READY, seconds=0)),
    ("syncing-31536000s", until(Phase.SYNCING, Phase.READY, seconds=31_536_000)),
    ("syncing-3x", until(Phase.SYNCING, Phase.READY, requests=3)),
    ("syncing-0x", until(Phase.SYNCING, Phase.READY, requests=0)),
    ("stuck", always(Phase.SYNCING)),
    ("failed", always(Phase.FAILED)),
    ("failing", until(Phase.SYNCING, Phase.FAILED, seconds=5)),
    ("failing-2s", until(Phase.SYNCING, Phase.FAILED, seconds=2)),
    ("failing-2x", until(Phase.SYNCING, Phase.FAILED, requests=2)),
    ("partial", until(Phase.PARTIAL, Phase.READY, seconds=10)),
    ("partial-7s", until(Phase.PARTIAL, Phase.READY, seconds=7)),
    ("throttled", {"quota": 5, "retry_after": "standard"}),
    ("throttled-2x", {"quota": 2, "retry_after": "standard"}),
    ("flaky-500x1", {"steps": (Step(error="500", times=1), PASS)}),
    ("flaky-502x2", {"steps": (Step(error="502", times=2), PASS)}),
    ("flaky-503x3", {"steps": (Step(error="503", times=3), PASS)}),
    ("flaky-504x10", {"steps": (Step(error="504", times=10), PASS)}),
    ("gateway-502x1", {"steps": (Step(error="502", times=1, body=PAGE), PASS)}),
    ("gateway-503x2", {"steps": (Step(error="503", times=2, body=PAGE), PASS)}),
    ("gateway-504x3", {"steps": (Step(error="504", times=3, body=PAGE), PASS)}),
    ("expired", always(Phase.EXPIRED)),
    ("expiring-30s", until(Phase.READY, Phase.EXPIRED, seconds=30)),
    ("revoked", always(Phase.REVOKED)),
    ("forbidden", always(Phase.FORBIDDEN)),
    ("slow-250ms", ever(Fault.SLOW, 0.25)),
    ("slow-2s", ever(Fault.SLOW, 2)),
    ("stall-2s", ever(Fault.STALL, 2)),
    ("stall-250ms", ever(Fault.STALL, 0.25)),
    ("reset", ever(Fault.RESET)),
    ("reset-2x", {"steps": (Step(fault=Fault.RESET, times=2), PASS)}),
    ("truncated", ever(Fault.TRUNCATED)),
    ("truncated-1x", {"steps": (Step(fault=Fault.TRUNCATED, times=1), PASS)}),
    ("garbled", ever(Fault.GARBLED)),
    ("garbled-3x", {"steps": (Step(fault=Fault.GARBLED, times=3), PASS)}),
    ("trap", until(Phase.SYNCING, Phase.READY, requests=3) | {"quota": 2}),
]


@pytest.mark.parametrize(("text", "parts"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_a_scenario_is_read_as_it_is_written(text: str, parts: dict[str, object]) -> None:
    """The name and its parameter make the timeline, the steps and the quota."""
    assert Scenario(text=text, **parts) == parse_scenario(text)  # type: ignore[arg-type] # the rows are parts of a Scenario


def test_every_preset_is_read_here() -> None:
    """No name of the table is without its row above."""
    assert set(PRESETS) == {text.partition("-")[0] for text, _ in WRITTEN}


@pytest.mark.parametrize("spelling", RETRY_AFTER_FORMATS)
@pytest.mark.parametrize("text", ["syncing", "syncing-20s", "stuck", "failing-3x", "throttled-2x", "trap"])
def test_a_spelling_follows_a_plus(text: str, spelling: str) -> None:
    """It says how the wait is announced, over what the scenario has by itself, and changes nothing else."""
    plain, spelled = parse_scenario(text), parse_scenario(f"{text}+{spelling}")

    assert (f"{text}+{spelling}", spelling) == (spelled.text, spelled.retry_after)
    assert (plain.timeline, plain.steps, plain.quota) == (spelled.timeline, spelled.steps, spelled.quota)


@pytest.mark.parametrize(
    ("suffixes", "retry_after", "wait"),
    [
        ("+wait-61", "", 61.0),
        ("+wait-61+http-date", "http-date", 61.0),
        ("+http-date+wait-61", "http-date", 61.0),
        ("+wait-0.001", "", 0.001),
        ("+wait-86400+epoch", "epoch", 86_400.0),
    ],
)
@pytest.mark.parametrize("text", ["syncing-45s", "stuck", "flaky-503x2", "trap"])
def test_suffixes_combine_in_any_order(text: str, suffixes: str, retry_after: str, wait: float) -> None:
    """A spelling and a wait, neither of which changes anything else."""
    plain, spelled = parse_scenario(text), parse_scenario(text + suffixes)

    assert replace(plain, text=text + suffixes, retry_after=retry_after, wait=wait) == spelled


def test_the_spellings_are_those_of_the_contract() -> None:
    """There are nineteen."""
    words = "both standard vendor none http-date zero fractional negative garbage empty huge past-date duplicate"
    words += " rfc850-date asctime-date epoch milliseconds padded plus-sign"

    assert set(words.split()) == set(RETRY_AFTER_FORMATS)


NAMES = ", ".join(PRESETS)
WAITS = ", ".join([*RETRY_AFTER_FORMATS, "wait-61"])
WAIT = "write +wait-N, where N is 0.001 to 86400 seconds."
SECOND = "is the second of its kind: a scenario takes one spelling and one wait."
FLAKY = "flaky-<status>x<N>, the status 500, 502, 503 or 504."
MISTAKES = [
    ("synching", f"'synching' is not a scenario. Did you mean \"syncing\"? Known: {NAMES}."),
    ("Ready", f"'Ready' is not a scenario. Did you mean \"ready\"? Known: {NAMES}."),
    ("xyzzy", f"'xyzzy' is not a scenario. Known: {NAMES}."),
    ("", f"'' is not a scenario. Known: {NAMES}."),
    ("-5s", f"'' is not a scenario. Known: {NAMES}."),
    (" ready", f"' ready' is not a scenario. Did you mean \"ready\"? Known: {NAMES}."),
    ("ready-", "ready- cannot be read: write ready."),
    ("ready-5s", "ready-5s cannot be read: write ready."),
    ("stuck-5s", "stuck-5s cannot be read: write stuck."),
    ("failed-2x", "failed-2x cannot be read: write failed."),
    ("trap-2x", "trap-2x cannot be read: write trap."),
    ("syncing-", "syncing- cannot be read: write syncing[-Ns|-Nx]."),
    ("syncing-5", "syncing-5 cannot be read: write syncing[-Ns|-Nx]."),
    ("syncing--5s", "syncing--5s cannot be read: write syncing[-Ns|-Nx]."),
    ("syncing-5m", "syncing-5m cannot be read: write syncing[-Ns|-Nx]."),
    ("syncing-5ms", "syncing-5ms cannot be read: write syncing[-Ns|-Nx]."),
    ("syncing-1.5x", "syncing-1.5x cannot be read: write syncing[-Ns|-Nx]."),
    ("syncing-5s-5s", "syncing-5s-5s cannot be read: write syncing[-Ns|-Nx]."),
    ("syncing-1e3s", "syncing-1e3s cannot be read: write syncing[-Ns|-Nx]."),
    ("syncing-infs", "syncing-infs cannot be read: write syncing[-Ns|-Nx]."),
    ("syncing-5s\n", "syncing-5s\n cannot be read: write syncing[-Ns|-Nx]."),
    ("syncing-31536001s", "syncing-31536001s is longer than a year."),
    ("failing-5", "failing-5 cannot be read: write failing[-Ns|-Nx]."),
    ("partial-3x", "partial-3x cannot be read: write partial[-Ns]."),
    ("throttled-5s", "throttled-5s cannot be read: write throttled[-Nx]."),
    ("flaky", "'flaky' needs a parameter: flaky-<status>x<N>."),
    ("flaky-503", f"flaky-503 cannot be read: write {FLAKY}"),
    ("flaky-404x2", f"flaky-404x2 cannot be read: write {FLAKY}"),
    ("flaky-503x-1", f"flaky-503x-1 cannot be read: write {FLAKY}"),
    ("flaky-2x", f"flaky-2x cannot be read: write {FLAKY}"),
    ("gateway", "'gateway' needs a parameter: gateway-<status>x<N>."),
    ("gateway-503", "gateway-503 cannot be read: write gateway-<status>x<N>, the status 502, 503 or 504."),
    ("gateway-500x2", "gateway-500x2 cannot be read: write gateway-<status>x<N>, the status 502, 503 or 504."),
    ("expiring", "'expiring' needs a parameter: expiring-Ns."),
    ("expiring-5x", "expiring-5x cannot be read: write expiring-Ns."),
    ("slow", "'slow' needs a parameter: slow-<N>ms."),
    ("slow-5x", "slow-5x cannot be read: write slow-<N>ms."),
    ("stall", "'stall' needs a parameter: stall-Ns."),
    ("reset-5s", "reset-5s cannot be read: write reset[-Nx]."),
    ("truncated-5", "truncated-5 cannot be read: write truncated[-Nx]."),
    ("garbled-1.0x", "garbled-1.0x cannot be read: write garbled[-Nx]."),
    ("stuck+", f"+ is not known. Known: {WAITS}."),
    ("stuck+http_date", f'+http_date is not known. Did you mean "http-date"? Known: {WAITS}.'),
    ("stuck+xyzzy", f"+xyzzy is not known. Known: {WAITS}."),
    ("stuck+waits-61", f'+waits-61 is not known. Did you mean "wait-61"? Known: {WAITS}.'),
    ("stuck+none+none", f"+none {SECOND}"),
    ("stuck+none+wait-5+zero", f"+zero {SECOND}"),
    ("stuck+wait-5+zero+wait-5", f"+wait-5 {SECOND}"),
    ("stuck+wait", f"+wait cannot be read: {WAIT}"),
    ("stuck+wait-", f"+wait- cannot be read: {WAIT}"),
    ("stuck+wait-0", f"+wait-0 cannot be read: {WAIT}"),
    ("stuck+wait-0.0001", f"+wait-0.0001 cannot be read: {WAIT}"),
    ("stuck+wait-86400.001", f"+wait-86400.001 cannot be read: {WAIT}"),
    ("stuck+wait-61s", f"+wait-61s cannot be read: {WAIT}"),
    ("stuck+wait--1", f"+wait--1 cannot be read: {WAIT}"),
    ("stuck+wait-61+zero", "+zero takes no wait, for it always sends the same."),
    ("stuck+none+wait-61", "+none takes no wait, for it always sends the same."),
]


@pytest.mark.parametrize(("text", "says"), MISTAKES, ids=[repr(text) for text, _ in MISTAKES])
def test_a_mistake_is_answered_with_what_would_be_right(text: str, says: str) -> None:
    """An unknown word by the nearest known one, a parameter by its form."""
    with pytest.raises(ValueError, match=r".") as caught:
        parse_scenario(text)

    assert says == str(caught.value)


@pytest.mark.parametrize("text", ["syncing-٣s", "syncing-３s", "flaky-503x٢", "flaky-٥٠٣x2"])  # noqa: RUF001 - they look alike
def test_numbers_are_written_with_ascii_digits(text: str) -> None:
    """Other scripts' digits are no digits here."""
    with pytest.raises(ValueError, match="cannot be read"):
        parse_scenario(text)
