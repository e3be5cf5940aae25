"""What if a client cannot be run here? Its test says why, and is skipped; but not in CI."""

from pathlib import Path

import pytest

from tests.contract import toolchain


@pytest.mark.parametrize("tool", ["node", "java"])
def test_a_missing_tool_is_named_and_skipped(tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing on the path, the clients in other languages are skipped."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match=r"^there is no (node|mvn)$"):
        getattr(toolchain, tool)("x")


def test_the_clients_in_python_always_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """They need nothing that is not here."""
    monkeypatch.setenv("PATH", "")

    assert [] == toolchain.python("told")


def test_a_missing_browser_is_named_and_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the other tools."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match=r"^there is no chromium$"):
        toolchain.chromium()


@pytest.mark.parametrize("tool", ["node", "java"])
def test_in_ci_a_missing_tool_is_a_failure(tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable CI decides."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="in CI it must be there"):
        getattr(toolchain, tool)("x")


def test_a_registry_out_of_reach_is_told_with_what_was_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The words of the package client are the reason, and it is asked once."""
    npm = tmp_path / "npm"
    npm.write_text(f"#!/bin/sh\necho asked >> {tmp_path}/asked\necho no such host >&2\nexit 1\n", encoding="ascii")
    npm.chmod(0o755)
    (tmp_path / "package-lock.json").write_text("{}", encoding="ascii")
    monkeypatch.setattr(toolchain, "NODE", tmp_path)
    monkeypatch.setattr(toolchain, "_tool", lambda name: str(npm) if name == "npm" else name)
    monkeypatch.setattr(toolchain, "_version", lambda _: "v20.1.0")
    monkeypatch.delenv("CI", raising=False)

    for _ in range(2):
        with pytest.raises(pytest.skip.Exception, match=r"package-lock\.json cannot be had: no such host"):
            toolchain.node("x")
    assert "asked\n" == (tmp_path / "asked").read_text(encoding="ascii")


def test_an_old_node_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clients need Node 20."""
    monkeypatch.setattr(toolchain, "_tool", lambda name: name)
    monkeypatch.setattr(toolchain, "_version", lambda _: "v18.2.0")
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match=r"need Node 20, and this is v18\.2\.0"):
        toolchain.node("x")
