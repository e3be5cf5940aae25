"""How is a verdict told to GitHub? As annotations."""

from collections.abc import Mapping
from typing import Any

from sandbox.reports.github_annotation import annotation


def github(verdict: Mapping[str, Any]) -> str:
    """Return the verdict as GitHub workflow commands: an annotation for each rule that failed or is in doubt."""
    lines = []
    for rule in verdict["rules"]:
        level = {"fail": "error", "inconclusive": "warning"}.get(rule["result"])
        if level:
            said = f"{rule['says']} {rule['repair']}".strip()
            lines.append(annotation(level, said, title=f"{rule['id']} {rule['title']}"))
    lines.append(f"Verdict under the policy {verdict['policy']}: {verdict['result']}")
    return "\n".join(lines)
