"""Where R4 leaves a choice, or servers differ: what has this one chosen? The defaults are those of this project."""

# tested by: tests/api/fhir/test_choices.py

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchChoices:
    """How a search is understood where it could be understood otherwise."""

    canonical: str = "exact"  # what `url` finds of canonicals: itself alone, or `any` version of it
    ranges: str = "literal"  # what `ge` and `le` mean: greater or equal as R4 writes it, or an `overlap`
    code_case: str = "declared"  # whether case counts in codes: where R4 says so, `sensitive`, or `insensitive`
    zone: int = 0  # that of dates and times without one, in microseconds east of UTC
    bare_include: str = "all"  # what `_include=*` is: every reference, or `refused`


DEFAULT_CHOICES = SearchChoices()
