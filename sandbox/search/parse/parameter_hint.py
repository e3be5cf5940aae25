"""Which search parameter was meant by a name that is none? One of the type's own first, as R4 or its element has it."""

import re
from collections.abc import Sequence

from sandbox.search.parameters import SEARCH_PARAMETERS
from sandbox.search.parameters.common import COMMON
from sandbox.suggest import nearest

_SHORTEST_BEGINNING = 3  # letters by which a name is known
_CHOICE = re.compile(r"(?<=[a-z])(DateTime|Period|CodeableConcept|Reference|Quantity|String|Boolean)$")


def parameter_hint(types: Sequence[str], name: str, others: Sequence[str] = ()) -> str:
    """Return ` Did you mean "date"?`, or else which parameters a type has.

    The *types* are those that were to have the parameter; *others* are names that a query of any type may have. What
    begins with `_` belongs to every type: it is proposed for what is spelled like it, or begins so as well. `type` is
    not `_type`, which chooses types.
    """
    own = sorted({known for type_ in types for known in SEARCH_PARAMETERS.get(type_, {})})
    common = [*COMMON, *others]
    if not name.startswith("_"):
        common = [one for one in common if one != "_type"]
    meant = _spelled_like(name, [*own, *common]) or _of_element(types, name) or _begun(name, own)
    if not meant and name.startswith("_"):
        meant = nearest(name, common)
    meant = meant or nearest(name, own)
    if meant:
        return f' Did you mean "{meant}"?'
    if own and len(types) == 1:
        return f" There are: {', '.join(own)}."
    return ""


def _spelled_like(name: str, known: Sequence[str]) -> str:
    """Return the name that differs in case, dashes and underscores alone."""
    return next((one for one in known if _plain(one) == _plain(name)), "")


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").casefold()


def _of_element(types: Sequence[str], name: str) -> str:
    """Return the parameter that searches an element of that name: `date` for `performed` and `performedPeriod`."""
    for type_ in types:
        for param in SEARCH_PARAMETERS.get(type_, {}).values():
            elements = [path.strip() for path in param.path.split("|")]
            if name in elements or name in {_CHOICE.sub("", element) for element in elements}:
                return param.name
    return ""


def _begun(name: str, known: Sequence[str]) -> str:
    """Return the only name that begins so."""
    longer = [one for one in known if len(name) >= _SHORTEST_BEGINNING and one.startswith(name)]
    if len(longer) == 1:
        return longer[0]
    return ""
