"""In which forms can a verdict be had? As text for a person, as JUnit or GitHub annotations; from its JSON form."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.reports.github import github, github_of_many
from sandbox.reports.junit import junit, junit_of_many
from sandbox.reports.text import text, text_of_many

FORMATS: dict[str, Callable[[Mapping[str, Any]], str]] = {"text": text, "junit": junit, "github": github}
# The same for the verdicts on many sessions.
FORMATS_OF_MANY: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "text": text_of_many,
    "junit": junit_of_many,
    "github": github_of_many,
}
