"""How is a verdict told? As text for a person, as JUnit or GitHub annotations for a machine; from its JSON form."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.reports.github import github
from sandbox.reports.junit import junit
from sandbox.reports.text import text

FORMATS: dict[str, Callable[[Mapping[str, Any]], str]] = {"text": text, "junit": junit, "github": github}
