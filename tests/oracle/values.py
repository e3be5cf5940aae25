"""How is the value of a parameter cut up? At commas, bars and dollar signs that no backslash protects."""

from functools import cache


class Refused(Exception):
    """The specification lets a server refuse this query, and so does this one: status 400."""


class Several(Refused):
    """A bare id is that of several resources."""


@cache
def cut(value: str, sign: str) -> tuple[str, ...]:
    """Return the pieces of a value between unprotected signs, their backslashes still in place."""
    pieces, start, place = [], 0, 0
    while place < len(value):
        if value[place] == "\\":
            place += 1
        elif value[place] == sign:
            pieces.append(value[start:place])
            start = place + 1
        place += 1
    return (*pieces, value[start:])


@cache
def plain(value: str) -> str:
    """Return a piece without its backslashes; Refused if one protects nothing that needs it."""
    result, place = "", 0
    while place < len(value):
        if value[place] == "\\":
            place += 1
            if value[place : place + 1] not in {",", "|", "$", "\\"}:
                raise Refused(f"a backslash before nothing special: {value}")
        result += value[place]
        place += 1
    return result


def alternatives(value: str) -> list[str]:
    """Return what stands between the commas, empty places left out."""
    plain(value)
    return [piece for piece in cut(value, ",") if piece]


def protected(text: str) -> str:
    """Return a text with a backslash before each special sign: how it is written in order to be taken literally."""
    return "".join(f"\\{sign}" if sign in ",|$\\" else sign for sign in text)
