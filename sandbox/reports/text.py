"""How is a verdict told to a person? As lines of text."""

from collections.abc import Mapping
from typing import Any

_SIGNS = {"pass": "ok  ", "fail": "FAIL", "inconclusive": "?   ", "not-applicable": "-   "}


def text(verdict: Mapping[str, Any]) -> str:
    """Return the verdict as lines: each rule that applied, then the numbers, then the sum."""
    lines = []
    for rule in verdict["rules"]:
        if rule["result"] == "not-applicable":
            continue
        shown = f"  (entries {', '.join(map(str, rule['entries']))})" if rule["entries"] else ""
        lines.append(f"{_SIGNS[rule['result']]} {rule['id']} {rule['title']}: {rule['says']}{shown}")
        if rule["repair"]:
            lines.append(f"         Repair: {rule['repair']}")
    if not lines:
        lines.append("No rule was put to the test: let the client meet a scenario, and ask for something.")
    numbers = ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in verdict["numbers"].items() if value is not None
    )
    lines.append(f"{numbers}.")
    lines.append(f"Verdict under the policy {verdict['policy']}: {verdict['result']}")
    return "\n".join(lines)
