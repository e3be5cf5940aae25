"""What comes along with the matches? One `_include` or `_revinclude`, as it was read."""

# tested by: docs/search/includes.md

from dataclasses import dataclass

from sandbox.search.model.parameter import SearchParameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """One include: by a parameter of a type, to (or from, if `reverse`) resources of the target type, "" being any."""

    source: str
    param: SearchParameter
    target: str = ""
    reverse: bool = False
    iterate: bool = False

    @property
    def begins_at(self) -> str:
        """The type of the matches from which it leads, "" if they may be of any type, or if it need not begin there."""
        if self.iterate:
            return ""
        if self.reverse:
            return self.target
        return self.source
