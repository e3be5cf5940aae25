"""How is a verdict written for GitHub? As annotations."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.reports.github_annotation import annotation


def github(verdict: Mapping[str, Any]) -> str:
    """Return the verdict as GitHub workflow commands: an annotation for each rule that failed or is in doubt."""
    lines = _annotations(verdict["rules"])
    lines.append(f"Verdict under the policy {verdict['policy']}: {verdict['result']}")
    return "\n".join(lines)


def github_of_many(verdicts: Mapping[str, Any]) -> str:
    """Return the verdicts on many sessions as GitHub workflow commands; each title begins with the session's label."""
    lines = []
    for session in verdicts["sessions"]:
        lines += _annotations(session["rules"], f"{session['label']}: ")
    lines.append(f"Verdict under the policy {verdicts['policy']}: {verdicts['result']}")
    return "\n".join(lines)


def _annotations(rules: Sequence[Mapping[str, Any]], label: str = "") -> list[str]:
    lines = []
    for rule in rules:
        level = {"fail": "error", "inconclusive": "warning"}.get(rule["result"])
        if level:
            said = f"{rule['says']} {rule['repair']}".strip()
            lines.append(annotation(level, said, title=f"{label}{rule['id']} {rule['title']}"))
    return lines
