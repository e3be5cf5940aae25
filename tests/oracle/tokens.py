"""Which codes does an element hold, and which does a query ask for?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.oracle.elements import Json, at
from tests.oracle.parameters import Parameter
from tests.oracle.texts import begins
from tests.oracle.values import Refused, cut, plain

BARE = {"id", "boolean", "life", "contact"}  # these have no system, and a bar is an error
EXACT = {"id", "code", "boolean", "life"}  # here case counts

Test = Callable[[Any], bool]


@dataclass(frozen=True)
class Token:
    """A stored system and code, each perhaps absent."""

    system: str | None
    code: str | None


def tokens(datatype: str, value: Any, system: str = "") -> list[Token]:
    """Return the tokens of one value of an element."""
    if datatype == "concept":
        return [Token(one.get("system"), one.get("code")) for one in at(value, "coding")]
    if datatype == "coding":
        return [Token(value.get("system"), value.get("code"))]
    if datatype == "identifier":
        return [Token(value.get("system"), value.get("value"))]
    if datatype == "contact":
        return [Token(None, value.get("value"))]
    if datatype in {"boolean", "life"}:
        return [Token(None, "true" if value else "false")]
    return [Token(system or None, value)]


def same_code(datatype: str, one: str | None, other: str) -> bool:
    """Say whether two codes are one, where case may count or not."""
    if one is None:
        return False
    return one == other if datatype in EXACT else one.casefold() == other.casefold()


def equal(parameter: Parameter, value: str) -> Test:
    """Return the test for `code`, `system|code`, `|code` or `system|`."""
    system, code = _parts(parameter, value)

    def fits(token: Token) -> bool:
        if system is not None and (token.system or "") != system:
            return False
        return code is None or same_code(parameter.datatype, token.code, code)

    return lambda element: any(map(fits, tokens(parameter.datatype, element, parameter.system)))


def _parts(parameter: Parameter, value: str) -> tuple[str | None, str | None]:
    pieces = [plain(piece) for piece in cut(value, "|")]
    if len(pieces) > 2 or (len(pieces) > 1 and (parameter.datatype in BARE or not any(pieces))):
        raise Refused(f"no token: {value}")
    if parameter.datatype in {"boolean", "life"} and pieces[0] not in {"true", "false"}:
        raise Refused(f"neither true nor false: {value}")
    if len(pieces) == 1:
        return None, pieces[0]
    return pieces[0], pieces[1] or None


def described(parameter: Parameter, value: str) -> Test:
    """Return the test of `:text`: a text beside the code begins so."""
    if parameter.datatype not in {"concept", "coding", "identifier"}:
        raise Refused(f"{parameter.name} has no text")
    wanted = plain(value)
    places = {"concept": "text|coding.display", "coding": "display", "identifier": "type.text|type.coding.display"}
    return lambda element: any(begins(text, wanted) for text in at(element, places[parameter.datatype]))


def of_type(parameter: Parameter, value: str) -> Test:
    """Return the test of `:of-type`: the type of an identifier, and its value."""
    pieces = [plain(piece) for piece in cut(value, "|")]
    if parameter.datatype != "identifier" or len(pieces) != 3 or not all(pieces):
        raise Refused(f"not type system, type code and value: {value}")
    system, code, number = pieces

    def typed(element: Json) -> bool:
        return any(
            one.get("system") == system and same_code("coding", one.get("code"), code)
            for one in at(element, "type.coding")
        )

    return lambda element: typed(element) and same_code("identifier", element.get("value"), number)
