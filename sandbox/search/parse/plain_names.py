"""Which parameters take neither modifier nor chain? Those that filter nothing, and those that have no elements.

This is the one place that refuses a name for its form: whoever reads the value of such a parameter gets a plain name.
"""

# tested by: tests/search/parse/test_plain_names.py

from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import ParameterName
from sandbox.search.parse import include, result_parameters

HAS_FORM = "_has takes three parts: _has:Observation:part-of:code=... is about Observations that are part of this."


def check_name(name: ParameterName) -> None:
    """Raise Problem if a name has a modifier or a chain where it takes none, or lacks what it needs."""
    where = f"http.{name.text}"
    if not name.base or (name.rest is not None and name.rest[:1] in {"", ".", ":"}):
        text = f"A name is missing in {name.text!r}: write name=value, name:modifier=value or name.name=value."
        raise Problem(ProblemKind.BAD_MODIFIER, text, where)
    if name.base == "_has" and not name.text.startswith("_has:"):
        raise Problem(ProblemKind.BAD_VALUE, HAS_FORM, where)
    if name.base not in MODIFIERS or name.text == name.base:
        return
    takes = MODIFIERS[name.base]
    if name.rest is None and name.modifier in takes:
        return
    if takes:
        said = f"no modifier but {', '.join(f':{word}' for word in takes)}, and no chain"
    else:
        said = "neither modifier nor chain"
    raise Problem(ProblemKind.BAD_MODIFIER, f"{name.base} takes {said}; write {name.base}=value.", where)


# Parameter -> the modifiers that it takes; of what is not here, the search type decides.
MODIFIERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("_compartment", "_filter", "_list", "_query", "_type", *result_parameters.NAMES), ()),
    **dict.fromkeys(include.NAMES, ("iterate",)),
}
