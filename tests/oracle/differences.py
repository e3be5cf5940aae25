"""Where do server and oracle part? The smallest query that still shows it, and what each of them found."""

from collections.abc import Iterator
from dataclasses import replace

from tests.oracle.answers import Asker
from tests.oracle.charts import Thing
from tests.oracle.oracle import Oracle
from tests.oracle.queries import Question
from tests.oracle.seeds import VARIABLE, seed
from tests.oracle.values import Refused, Several, cut

SHOWN = 8  # as many ids as a person wants to read


def difference(asker: Asker, oracle: Oracle, question: Question, count: int | None = None) -> str:
    """Return in which way the answers to a question differ; nothing, if they agree."""
    answer = asker.ask(question, count)
    try:
        things = oracle.found(question.type, question.filters)
    except Refused as refusal:
        if isinstance(refusal, Several) and _joins(question) and not answer.matches:
            return ""  # whether an id is ambiguous need not be known where nobody leads to it
        return (
            ""
            if answer.status == 400
            else f"oracle: refused, {refusal}\nserver: {answer.status} {answer.matches[:SHOWN]}"
        )
    expected = [thing.id for thing in things]
    if answer.status != 200:
        return f"oracle: {expected[:SHOWN]}\nserver: {answer.status} {answer.says}"
    if expected != answer.matches:
        return _compared(expected, answer.matches)
    if ("_total", "accurate") in question.pairs and answer.totals != {len(expected)}:
        return f"oracle: {len(expected)} in total\nserver: {answer.totals}"
    return _included(oracle, question, things, answer.pages, answer.included)


def _joins(question: Question) -> bool:
    return any("." in name or name.startswith("_has:") for name, _ in question.pairs)


def _compared(expected: list[str], found: list[str]) -> str:
    if sorted(expected) == sorted(found):
        place = next(place for place, both in enumerate(zip(expected, found, strict=True)) if both[0] != both[1])
        return (
            f"the same {len(found)}, but from place {place} on\n"
            f"oracle: {expected[place : place + SHOWN]}\nserver: {found[place : place + SHOWN]}"
        )
    more, less = sorted(set(found) - set(expected)), sorted(set(expected) - set(found))
    twice = sorted({id_ for id_ in found if found.count(id_) > 1})
    return (
        f"oracle: {len(expected)}, of which the server lacks {less[:SHOWN]}\n"
        f"server: {len(found)}, of which the oracle lacks {more[:SHOWN]}, twice {twice[:SHOWN]}"
    )


def _included(
    oracle: Oracle, question: Question, things: list[Thing], pages: list[list[str]], found: list[set[str]]
) -> str:
    by_id = {thing.id: thing for thing in things}
    for page, came in zip(pages, found, strict=True):
        expected = oracle.included(question.type, question.filters, [by_id[id_] for id_ in page])
        if expected != came:
            return (
                f"page {page}\nbrought along by the server alone: {sorted(came - expected)}"
                f"\nby the oracle alone: {sorted(expected - came)}"
            )
    return ""


def smallest(asker: Asker, oracle: Oracle, question: Question, count: int | None) -> str:
    """Return the smallest part of a question that still shows a difference, with that difference."""
    shrinking = True
    while shrinking:
        shrinking = False
        for smaller in _smaller(question):
            if difference(asker, oracle, smaller, count):
                question, shrinking = smaller, True
                break
    if not difference(asker, oracle, question):
        return told(question, difference(asker, oracle, question, count), count)
    return told(question, difference(asker, oracle, question), None)


def _smaller(question: Question) -> Iterator[Question]:
    """Yield questions with one pair less, or with one alternative less."""
    if question.form:
        yield replace(question, form=False)
    pairs = question.pairs
    for place, (name, value) in enumerate(pairs):
        yield replace(question, pairs=pairs[:place] + pairs[place + 1 :])
        pieces = cut(value, ",")
        for less in range(len(pieces) if len(pieces) > 1 else 0):
            fewer = ",".join(pieces[:less] + pieces[less + 1 :])
            yield replace(question, pairs=(*pairs[:place], (name, fewer), *pairs[place + 1 :]))


def told(question: Question, says: str, count: int | None) -> str:
    """Return a difference as it is reported."""
    query = "&".join(f"{name}={value}" for name, value in question.pairs)
    counted = f" in pages of {count}" if count is not None else ""
    sent = "POST" if question.form else "GET"
    return f"{VARIABLE}={seed()}: {sent} {question.type}?{query}{counted}\n{says}\n"
