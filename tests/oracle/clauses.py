"""Which conditions can be asked for? Plain ones, with modifiers, along chains, backwards, by text, list and filter."""

import json

from tests.oracle.charts import Chart
from tests.oracle.parameters import Parameter, known
from tests.oracle.references import branch
from tests.oracle.texts import narrated, told
from tests.oracle.vocabulary import Vocabulary

Pair = tuple[str, str]

# What a server must know before it can be asked; `plain` is what every search is made of.
FEATURES = frozenset({"plain", "modifiers", "chains", "has", "text", "lists", "filters", "includes", "other types"})

MODIFIERS = {
    "concept": ("not", "not", "text", "in", "not-in", "below", "above"),
    "coding": ("not", "text", "below"),
    "code": ("not", "not", "below", "above", "in", "not-in"),
    "boolean": ("not",),
    "life": ("not",),
    "contact": ("not",),
    "id": ("not",),
    "identifier": ("not", "of-type", "text"),
    "reference": ("identifier", "below", "above"),
    "canonical": ("below",),
    "uri": ("below", "above"),
    **dict.fromkeys(("text", "name", "family", "address"), ("exact", "contains")),
}
WEIGHTS = {"plain": 10, "modifiers": 6, "chains": 5, "has": 3, "text": 1, "lists": 1, "filters": 3}
FILTER_WORDS = {
    "token": ("eq", "eq", "ne", "in"),
    "date": ("eq", "ne", "gt", "ge", "lt", "le", "sa", "eb", "po"),
    "string": ("eq", "co", "sw", "ew"),
    "reference": ("re",),
}


class Clauses:
    """Makes conditions on a type out of what occurs, as far as features are on."""

    def __init__(self, words: Vocabulary, features: frozenset[str]) -> None:
        self.words = words
        self.rng = words.rng
        self.features = features

    @property
    def chart(self) -> Chart:
        """Where the values come from."""
        return self.words.chart

    def clause(self, type_: str) -> Pair:
        """Return one condition."""
        kinds = [kind for kind in WEIGHTS if kind in self.features]
        kind = self.rng.choices(kinds, [WEIGHTS[one] for one in kinds])[0]
        made = {
            "chains": self._chain,
            "has": self._has,
            "text": self._text,
            "lists": self._list,
            "filters": self._filter,
        }
        return made[kind](type_) if kind in made else self._plain(type_, modified=kind == "modifiers")

    def _plain(self, type_: str, *, modified: bool = False) -> Pair:
        parameter = self._parameter(type_)
        if parameter.kind != "composite" and self.rng.random() < 0.1:
            return f"{parameter.name}:missing", self.rng.choice(("true", "false"))
        modifier = self._modifier(parameter, modified=modified)
        value = ",".join(self.words.value(type_, parameter, modifier) for _ in range(self._few()))
        return f"{parameter.name}:{modifier}" if modifier else parameter.name, value

    def _few(self) -> int:
        return self.rng.choice((1, 1, 1, 2, 3))

    def _parameter(self, type_: str) -> Parameter:
        rows = list(known(type_).values())
        told = [row for row in rows if self.words.occurs(type_, row)] or rows
        return self.rng.choice(told if self.rng.random() < 0.9 else rows)

    def _modifier(self, row: Parameter, *, modified: bool) -> str:
        known_ones = MODIFIERS.get(row.datatype, ())
        if row.kind == "reference" and not branch(row):
            known_ones = ("identifier",)
        if modified and known_ones:
            return self.rng.choice(known_ones)
        typed = row.kind == "reference" and row.targets != ("*",) and self.rng.random() < 0.2
        return self.rng.choice(row.targets) if typed else ""

    def _chain(self, type_: str, depth: int = 0) -> Pair:
        links = [row for row in known(type_).values() if row.kind == "reference" and row.targets != ("*",)]
        if not links:
            return self._plain(type_)
        link = self.rng.choice(links)
        there = [target for target in link.targets if self.chart.of(target)] or [self.words.other_type()]
        target = self.rng.choice(there)
        modified = "modifiers" in self.features and self.rng.random() < 0.3
        rest = self._plain(target, modified=modified)
        if depth < 2 and self.rng.random() < 0.35:
            rest = (
                self._has(target)
                if "has" in self.features and self.rng.random() < 0.3
                else self._chain(target, depth + 1)
            )
        typed = f":{target}" if self.rng.random() < 0.6 and target in link.targets else ""
        return f"{link.name}{typed}.{rest[0]}", rest[1]

    def _has(self, type_: str, depth: int = 0) -> Pair:
        pointing = [
            (source, row)
            for source in self.words.types
            for row in known(source).values()
            if row.kind == "reference" and row.leads_to(type_) and self.words.occurs(source, row)
        ]
        if not pointing:
            return self._plain(type_)
        source, row = self.rng.choice(pointing)
        rest = self._plain(source, modified="modifiers" in self.features and self.rng.random() < 0.3)
        if depth < 1 and self.rng.random() < 0.3:
            rest = self._has(source, depth + 1) if self.rng.random() < 0.5 else self._chain(source, depth + 1)
        return f"_has:{source}:{row.name}:{rest[0]}", rest[1]

    def _text(self, type_: str) -> Pair:
        name, read = self.rng.choice((("_text", narrated), ("_content", told)))
        texts = [read(thing.body) for thing in self.chart.of(type_)]
        single = [word for text in texts for word in text if len(word) > 2 and word.isalpha()] or ["knee"]
        chosen = [self._word(self.rng.choice(single)) for _ in range(self._few())]
        glue = self.rng.choice((" ", " AND ", " OR "))
        if self.rng.random() < 0.2:
            chosen.append(self._phrase(self.rng.choice(texts or [single])))
        value = glue.join(chosen)
        if len(chosen) == 3 and self.rng.random() < 0.5:
            value = f"({chosen[0]} OR {chosen[1]}) {chosen[2]}"
        return name, value

    def _word(self, word: str) -> str:
        return self.rng.choice((word, word, word.upper().replace("SS", "ss"), word[:3], f'"{word}"'))

    def _phrase(self, text: list[str]) -> str:
        """Return two or three words that follow each other, in quotes."""
        start = self.rng.randrange(max(1, len(text)))
        return f'"{" ".join(text[start : start + self.rng.randint(2, 3)]).strip() or "knee"}"'

    def _list(self, _: str) -> Pair:
        lists = [thing.id for thing in self.chart.of("List")] or ["nope"]
        return "_list", ",".join(self.rng.choice([*lists, "nope"]) for _ in range(self._few()))

    def _filter(self, type_: str) -> Pair:
        text = self._comparison(type_)
        for _ in range(self._few() - 1):
            text = self._around(text) + f" {self.rng.choice(('and', 'or'))} " + self._around(self._comparison(type_))
        return "_filter", self._around(text)

    def _around(self, text: str) -> str:
        return self.rng.choice((text, text, text, f"({text})", f"not({text})"))

    def _comparison(self, type_: str) -> str:
        rows = [row for row in known(type_).values() if row.kind in FILTER_WORDS]
        row = self.rng.choice(rows)
        path, end, owner = row.name, row, type_
        if row.kind == "reference" and row.targets != ("*",) and "chains" in self.features and self.rng.random() < 0.5:
            owner = self.rng.choice([one for one in row.targets if self.chart.of(one)] or list(row.targets))
            end = self.rng.choice([one for one in known(owner).values() if one.kind in FILTER_WORDS])
            bracket = f"[{self._comparison(owner)}]" if self.rng.random() < 0.2 else ""
            path = f"{row.name}{bracket}.{end.name}"
        word = self.rng.choice((*FILTER_WORDS[end.kind], "pr"))
        if word == "in" and end.datatype not in {"concept", "coding", "code"}:
            word = "eq"
        return f"{path} {word} {self._operand(owner, end, word)}"

    def _operand(self, type_: str, row: Parameter, word: str) -> str:
        if word == "pr":
            return self.rng.choice(("true", "false"))
        modifier = {"in": "in", "ew": "contains", "co": "contains"}.get(word, "")
        value = self.words.value(type_, row, modifier).replace("\\", "")
        if row.kind == "date":
            value = value[2:] if value[:2].isalpha() else value
        quoted = row.kind == "string" or any(sign in value for sign in ' ()[]"')
        return json.dumps(value, ensure_ascii=False) if quoted else value
