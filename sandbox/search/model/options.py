"""Under which options is a query read? The addresses of this server, and whether unknown parameters are ignored."""

# tested by: tests/oracle/test_random_queries.py, docs/search/parsing.md

from dataclasses import dataclass

from sandbox.search.model.choices import DEFAULT_CHOICES, SearchChoices


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class ParseOptions:
    """On which terms a query is read: the addresses of this server, and whether what is unknown is let pass.

    `strict` says that the client has asked not to have anything guessed, `choices` how this server
    understands what can be understood in several ways.
    """

    bases: tuple[str, ...]
    lenient: bool = False
    strict: bool = False
    choices: SearchChoices = DEFAULT_CHOICES
