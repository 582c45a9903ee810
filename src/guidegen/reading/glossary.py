"""`glossary.yml`: words, and what is meant by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from guidegen.model.handbook import Term
from guidegen.model.nearest import did_you_mean
from guidegen.model.problem import Problem
from guidegen.model.url import id_slug
from guidegen.reading.mistakes import quoted
from guidegen.reading.schema import Shape, read
from guidegen.reading.spots import Spot, given_twice
from guidegen.reading.values import Id, Readers, Several, Switch, Words, shortened, wrong
from guidegen.reading.yaml import load


@dataclass(frozen=True, slots=True, kw_only=True)
class TermShape(Shape):
    noun: ClassVar[str] = "term"

    term: Words
    definition: Words
    id: Id = ""
    aliases: Several = ()
    see: Several = ()
    audience: Readers = ()
    mark: Switch = True

    @classmethod
    def set_keys(cls, value: Any) -> Any:
        keys = super(TermShape, cls).set_keys(value)
        if isinstance(keys, dict) and len(keys) == 1:
            ((word, meaning),) = keys.items()
            names = [one.name for one in fields(cls)]
            if isinstance(meaning, str) and word not in names and not did_you_mean(word, names):
                reason = f'"{shortened(word)}" is no key of a term.'
                raise wrong("unknown-key", reason, f"Write {_entry(word, meaning)}")
        return keys

    def noun_of(self, spot: Spot) -> Term:
        term = spot.name(self.term, "term")
        return Term(
            id=self.id or id_slug(term.plain),
            term=term,
            definition=spot.paragraphs(self.definition, "definition"),
            place=spot.place(),
            aliases=self.aliases,
            see=spot.references("term", self.see, "see"),
            audience=self.audience,
            readers_at=spot.places(self.audience, "audience"),
            mark=self.mark,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryShape(Shape):
    noun: ClassVar[str] = "glossary"

    terms: tuple[TermShape, ...] = ()

    @classmethod
    def advice(cls, key: str) -> str:
        return f"Begin the file with terms: and write each word below it, e.g. {_entry(key)}"


def _entry(word: str, meaning: str = "") -> str:
    """Return how a word and its meaning are written in the list of terms."""
    said = shortened(meaning) or "What it means"
    return f"- {{term: {quoted(shortened(word))}, definition: {quoted(said)}}}"


def read_glossary(text: str, path: str) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    """Return the entries of a glossary; none where it makes no sense or is empty."""
    tree, problems = load(text, path)
    if tree is None:
        return (), problems
    problems = (*problems, *given_twice(tree, (("terms",),), "term"))
    shape, misfits = read(GlossaryShape, tree, "a glossary file")
    if shape is None:
        return (), (*problems, *misfits)
    spot = Spot(tree, "")
    terms = tuple(one.noun_of(spot.at("terms", number)) for number, one in enumerate(shape.terms))
    return terms, (*problems, *_same_words(shape, terms, spot))


def _same_words(shape: GlossaryShape, terms: tuple[Term, ...], spot: Spot) -> Iterator[Problem]:
    """Yield a problem for each term without an id of its own whose words make the id of another."""
    written = {one.id for one in shape.terms if one.id}
    seen: set[str] = set()
    for number, term in enumerate(terms):
        if not shape.terms[number].id and (term.id in seen or term.id in written):
            message = f'"{shortened(term.term.plain)}" has the id "{term.id}", as another term has.'
            yield spot.problem("duplicate-id", message, "terms", number, "term", remedy="Write an id for it.")
        seen.add(term.id)
