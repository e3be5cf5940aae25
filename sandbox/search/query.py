"""What does the client ask? A query string becomes a Query: clauses that must all hold, and wishes about the answer.

Decoding has an order: first divide at `&` and the first `=`, then percent-decode, and only then look for the
characters that mean something in a value. A repeated parameter is AND, a comma is OR, an empty value is ignored.
http://hl7.org/fhir/R4/search.html#combining
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_plus

from sandbox.problem import Kind, Problem
from sandbox.search import wishes
from sandbox.search.escape import split
from sandbox.search.kind import Sought, Span
from sandbox.search.kinds import KINDS
from sandbox.search.table import Param, params
from sandbox.search.wishes import SortKey, Wishes, read_wish
from sandbox.spelling import did_you_mean

__all__ = ["Clause", "Query", "SortKey", "Terms", "pairs", "parse"]

# Ignoring these would give an answer to another question, so leniency does not reach them.
NEVER_IGNORED = frozenset({"_filter", "_query"})

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms a query is read: the addresses of this server, and whether unknown parameters are let pass."""

    bases: tuple[str, ...]
    lenient: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One `name[:modifier]=value`: any of the alternatives may hold, or, with `:missing`, whether there is a value."""

    param: Param
    alternatives: tuple[Sought, ...] = ()
    missing: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """All that a client asks of one type; `base` is the address of the FHIR door that the client used.

    `ignored` are the names of unknown parameters that were let pass.

    The parameters that count stand percent-encoded and sorted by name in two parts, for links: `before` and `after`
    the place of `_offset`.
    """

    base: str
    type: str
    clauses: tuple[Clause, ...]
    wishes: Wishes
    ignored: tuple[str, ...]
    before: str
    after: str

    def link(self, offset: int | None = None) -> str:
        """Return the query string that repeats this query, at another offset."""
        at = None if offset is None else f"_offset={offset}"
        return "&".join(part for part in (self.before, at, self.after) if part)

    @property
    def lasts(self) -> bool:
        """Whether the answer stays the same as time goes by: what is approximate is so by its distance from now."""
        return not any(isinstance(one, Span) and one.prefix == "ap" for row in self.clauses for one in row.alternatives)


def pairs(raw: str) -> Pairs:
    """Return the decoded names and values of a query string or form body; raises Problem if they are not UTF-8."""
    parted = [piece.partition("=") for piece in raw.split("&") if piece]
    try:
        return tuple(
            (unquote_plus(name, errors="strict"), unquote_plus(value, errors="strict")) for name, _, value in parted
        )
    except UnicodeDecodeError:
        raise Problem(Kind.BAD_VALUE, "the query must be percent-encoded UTF-8", "http.query") from None


def parse(type_: str, asked: Iterable[tuple[str, str]], terms: Terms) -> Query:
    """Return the Query of the pairs; raises Problem for what is unknown or malformed."""
    known = params(type_)
    clauses: list[Clause] = []
    wished: dict[str, Any] = {}
    used: dict[str, list[str]] = {}
    ignored: list[str] = []
    for name, value in asked:
        bare, colon, modifier = name.partition(":")
        if bare in known:
            clause = _clause(known[bare], modifier if colon else None, value, terms)
            clauses += [clause] if clause else []
        elif bare in wishes.NAMES:
            _wish(name, value, known, wished)
        elif terms.lenient and bare not in NEVER_IGNORED:
            ignored.append(name)
            continue
        else:
            hint = did_you_mean(bare, [*known, *wishes.NAMES])
            raise Problem(Kind.UNKNOWN_PARAMETER, f"{type_} has no search parameter {bare!r}.{hint}", f"http.{name}")
        if value.strip(","):
            used.setdefault(name, []).append(value)
    wish = Wishes(**{name.removeprefix("_"): value for name, value in wished.items()})
    if not (wish.only_total and "_count" not in used):
        used["_count"] = [str(wish.count)]
    before, after = (_encoded(used, names) for names in _around_offset(used))
    base, rest = terms.bases[0], tuple(ignored)
    return Query(base=base, type=type_, clauses=tuple(clauses), wishes=wish, ignored=rest, before=before, after=after)


def _wish(name: str, value: str, known: dict[str, Param], wished: dict[str, Any]) -> None:
    """Add a wish to those that were read before."""
    bare, colon, _ = name.partition(":")
    if colon:
        raise Problem(Kind.BAD_MODIFIER, f"{bare} takes no modifier.", f"http.{name}")
    if not value:
        return
    found = read_wish(name, value, known)
    if name == "_sort":
        found = tuple(dict.fromkeys(wished.get(name, ()) + found))
    elif name in wished:
        raise Problem(Kind.BAD_VALUE, f"{name} may be given only once.", f"http.{name}")
    wished[name] = found


def _around_offset(used: Iterable[str]) -> tuple[list[str], list[str]]:
    names = sorted(used)
    return [name for name in names if name < "_offset"], [name for name in names if name > "_offset"]


def _encoded(used: dict[str, list[str]], names: Iterable[str]) -> str:
    return "&".join(f"{quote(name, safe=':')}={quote(value, safe='')}" for name in names for value in used[name])


def _clause(param: Param, modifier: str | None, value: str, terms: Terms) -> Clause | None:
    """Return the clause, or None where the value says nothing."""
    where = f"http.{param.name}" + ("" if modifier is None else f":{modifier}")
    kind = KINDS[param.kind]
    legal = sorted(kind.MODIFIERS - {"[type]"}) + list(param.targets if "[type]" in kind.MODIFIERS else ())
    if modifier is not None and modifier not in legal:
        hint = did_you_mean(modifier, legal)
        text = f"{param.name} has no modifier :{modifier}; it takes {', '.join(f':{word}' for word in legal)}.{hint}"
        raise Problem(Kind.BAD_MODIFIER, text, where)
    if modifier == "missing":
        if value not in {"true", "false", ""}:
            raise Problem(Kind.BAD_VALUE, f":missing takes true or false, not {value!r}", where)
        return Clause(param=param, missing=value == "true") if value else None
    try:
        raws = [raw for raw in split(value, ",") if raw]
        found = tuple(kind.compile(raw, modifier or "", param, terms.bases) for raw in raws)
    except ValueError as error:
        raise Problem(Kind.BAD_VALUE, f"{param.name}: {error}", where) from None
    return Clause(param=param, alternatives=found) if found else None
