"""Words of the glossary in running text: where they stand, and which of them nobody says.

A text is cut into words once, and each word is looked up; what a term is made of besides
its first word is compared only where that stands.  So the size of a glossary costs
next to nothing.  The longest name wins, names are whole words, and hyphens and blanks
are alike.  Where a language writes no blanks, each letter counts as a word.

Nothing in here knows grammar, but for the plainest plurals of English: what a name may
look like is for its author to say, by aliases.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import combinations, pairwise
from typing import Any, Final, NamedTuple
from unicodedata import category, normalize

from guidegen.model.handbook import Handbook, Term, chapters_of
from guidegen.model.naming import is_preset
from guidegen.model.problem import Problem, problem
from guidegen.model.prose import Heading, Link, Text, parts_within
from guidegen.model.rebuild import nouns_in
from guidegen.model.reference import Reference

_APART = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Letters of scripts that part no words by blanks."""

_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff"

_WORD: Final = re.compile(rf"&\w+;|[{_KATAKANA}]+|[{_APART}\U00020000-\U0003fa1f]|[^\W{_APART}{_KATAKANA}]+")
"""A word of finished text; a reference such as ``&amp;`` is one as well."""

_BLANK: Final = re.compile(r"\s+|[-\u2010\u2011]")
_APOSTROPHES: Final = ("'", "\u2019", "\u02bc", "&#x27;", "&#39;")
_GOES_ON: Final = re.compile(r"@|\.\w|\+\+|#")
"""What makes another name of a word that it touches: an address, ``C++``."""

_TAG: Final = re.compile(r"<[^>]*>")

_NO_PLURALS: Final = frozenset({"news", "means", "goods", "customs", "arms"})
"""What looks like a plural and is another word."""


class Found(NamedTuple):
    """Where a term stands in a text."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write a term, word by word."""

    words: tuple[str, ...]
    """In small letters."""

    between: tuple[str, ...]
    """What stands behind each word but the last: a blank, an apostrophe, nothing, or something else."""

    signs: tuple[str, str]
    """What stands before the first word and behind the last: nothing and ``++`` in ``C++``."""

    exact: tuple[str, ...]
    """For each word how it must be written: ``GROW``; empty where capitals do not matter."""

    rank: int
    """0 for the term itself, 1 for an alias, 2 for what only follows from one of these."""

    term: Term


@dataclass(frozen=True, slots=True)
class Terms:
    """The glossary of an edition, to look words up in."""

    by_id: Mapping[str, Term]
    """All terms, also those that are never marked."""

    names: Mapping[str, Mapping[str, tuple[Name, ...]]]
    """By their first word and their second, in small letters, longest first; single words under ``""``."""


def terms_of(glossary: Iterable[Term], language: str, *, unmarked: bool = False) -> Terms:
    """Return a glossary to look words up in; with *unmarked*, also those that say ``mark: no``.

    In English, ``mentors`` is ``mentor`` as well, ``matches`` is ``match`` and ``policies`` is ``policy``.
    """
    by_id = {one.id: one for one in glossary}
    found: dict[str, dict[str, list[Name]]] = defaultdict(lambda: defaultdict(list))
    for term in by_id.values():
        if term.mark or unmarked:
            for name in _names_of(term, language):
                found[name.words[0]][name.words[1] if name.words[1:] else ""].append(name)
    longest_first = {
        first: {
            second: tuple(
                sorted(names, key=lambda one: (-len(one.words), -len("".join(one.signs)), one.rank))
            )
            for second, names in behind.items()
        }
        for first, behind in found.items()
    }
    return Terms(by_id, longest_first)


def found_in(words: str, terms: Terms, met: Container[str] = ()) -> Iterator[Found]:
    """Yield where terms stand in finished words without tags, in order; none overlaps another.

    *met* are the ids of terms that nobody waits for: where nothing else can begin, nothing is looked for.
    """
    said = terms.names.keys() & set(_WORD.findall(words.lower()))
    begun = {one for one in said if not _is_known(one, terms, met)}
    if not begun:
        return
    tokens = list(_WORD.finditer(words))
    small = [one[0].lower() for one in tokens]
    free = end = 0
    for place, word in enumerate(small):
        if place < free or word not in begun:
            continue
        name = _name_at(place, small, tokens, words, terms)
        if name is not None:
            free = place + len(name.words)
            before, behind = map(len, name.signs)
            start = max(tokens[place].start() - before, end)
            end = tokens[free - 1].end() + behind
            yield Found(start, end, name.term)


def _is_known(word: str, terms: Terms, met: Container[str]) -> bool:
    """Return whether all terms that begin with a word are met, and are no longer than it."""
    behind = terms.names[word]
    return len(behind) == 1 and "" in behind and all(one.term.id in met for one in behind[""])


def _name_at(
    place: int, small: Sequence[str], tokens: Sequence[re.Match[str]], words: str, terms: Terms
) -> Name | None:
    behind = terms.names[small[place]]
    following = small[place + 1] if place + 1 < len(small) else ""
    for names in (behind.get(following, ()) if following else (), behind.get("", ())):
        for one in names:
            if _stands(one, place, small, tokens, words):
                return one
    return None


def _stands(
    name: Name, place: int, small: Sequence[str], tokens: Sequence[re.Match[str]], words: str
) -> bool:
    end = place + len(name.words)
    if name.words != tuple(small[place:end]):
        return False
    stretch = tokens[place:end]
    if any(exact and one[0] != exact for exact, one in zip(name.exact, stretch, strict=True)):
        return False
    pairs = zip(name.between, pairwise(stretch), strict=True)
    if any(behind != _plain(words[one.end() : other.start()]) for behind, (one, other) in pairs):
        return False
    first, last = stretch[0].start(), stretch[-1].end()
    before, behind = name.signs
    if not (words.endswith(before, 0, first) and words.startswith(behind, last)):
        return False
    return _is_whole(first - len(before), last + len(behind), words)


def _is_whole(start: int, end: int, words: str) -> bool:
    """Return whether a stretch begins and ends where words do, and is no part of another name."""
    before, behind = words[max(start - 2, 0) : start], words[end : end + 2]
    if _GOES_ON.match(behind) or _GOES_ON.match(before[::-1]):
        return False
    return not any(category(one).startswith("M") for one in (before[-1:], behind[:1]) if one)


def _plain(between: str) -> str:
    """Return what stands between two words as far as it matters."""
    if _BLANK.fullmatch(between):
        return " "
    return "'" if between in _APOSTROPHES else between


# What terms are called


def _names_of(term: Term, language: str) -> Iterator[Name]:
    for rank, written in enumerate((term.term.plain, *term.aliases)):
        name = _name(written, min(rank, 1), term)
        if name is not None:
            yield name
            if language.lower().split("-")[0] == "en":
                yield from _in_the_plural(name)


def _name(written: str, rank: int, term: Term) -> Name | None:
    text = normalize("NFC", escape(written.strip(), quote=False))
    tokens = list(_WORD.finditer(text))
    if not tokens:
        return None
    between = tuple(_plain(text[one.end() : other.start()]) for one, other in pairwise(tokens))
    words = tuple(one[0] for one in tokens)
    exact = tuple(one if sum(map(str.isupper, one)) > 1 else "" for one in words)
    signs = text[: tokens[0].start()], text[tokens[-1].end() :]
    return Name(tuple(map(str.lower, words)), between, signs, exact, rank, term)


def _in_the_plural(name: Name) -> Iterator[Name]:
    *others, last = name.words
    word = _plural(last) if last.isascii() and last.isalpha() and not name.signs[1] else ""
    if word and word not in _NO_PLURALS:
        exact = name.exact[-1] and f"{name.exact[-1]}s"
        if exact or len(last) > 2:
            yield Name(
                (*others, exact.lower() or word),
                name.between,
                name.signs,
                (*name.exact[:-1], exact),
                2,
                name.term,
            )


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}s"


# What is wrong with a glossary as a whole


def clashes(glossary: Sequence[Term]) -> Iterator[Problem]:
    """Yield a warning for each word that two terms claim, which some reader could see both of."""
    claimed: dict[object, list[tuple[str, Term]]] = defaultdict(list)
    for term in glossary:
        for written in (term.term.plain, *term.aliases) if term.mark else ():
            name = _name(written, 0, term)
            if name is not None:
                claimed[name.words, name.between, name.signs].append((written, term))
    for names in claimed.values():
        for (_, first), (written, other) in combinations(names, 2):
            if first.id != other.id and _have_readers_in_common(first, other):
                line = f" (line {first.place.line})" if first.place.line else ""
                yield problem(
                    "term-clash",
                    f'"{written}" is a name of the term "{first.id}"{line} and of "{other.id}": '
                    "in a chapter it can mean one only.",
                    other.place,
                    "Take it out of one of the two, or write mark: no there.",
                )


def _have_readers_in_common(one: Term, other: Term) -> bool:
    return not one.audience or not other.audience or not set(one.audience).isdisjoint(other.audience)


def unused(handbook: Handbook) -> Iterator[Problem]:
    """Yield a warning for each term that no text of *handbook* says, names or links to.

    Sheets that come with guidegen do not count: most of them nobody sees.
    """
    terms = terms_of(handbook.glossary, handbook.settings.language, unmarked=True)
    used: set[str] = set()
    for words in _words_of(handbook, used.add):
        used.update(one.term.id for one in found_in(words, terms))
    for term in handbook.glossary:
        if not any(_names_of(term, "")):
            continue  # of signs alone, which nobody looks for
        others = (one for one in handbook.glossary if one is not term)
        if term.id not in used and not any(_speaks_of(term, one, terms) for one in others):
            yield problem(
                "unused-term",
                f'nothing in the handbook says "{term.term.plain}".',
                term.place,
                "Take it out, or add the words that you use instead as aliases.",
            )


def _words_of(handbook: Handbook, name: Callable[[str], None]) -> Iterator[str]:
    """Yield the words of everything but the glossary; what is linked to is named on the way."""
    for chapter in (*chapters_of(handbook.root), *handbook.introductions):
        yield from _words_in(chapter.document.meta, name)
        yield chapter.title.plain
        for part in parts_within(chapter.document.body):
            match part:
                case str():
                    yield _TAG.sub(" ", part)
                case Heading(plain=plain):
                    yield plain
                case _:
                    yield from _words_in(part, name)
    written = tuple(one for one in handbook.worksheets if not is_preset(one))
    yield from _words_in((handbook.programs, written, handbook.checklists, handbook.packets), name)


def _words_in(nouns: Any, name: Callable[[str], None]) -> Iterator[str]:
    for noun in nouns_in(nouns):
        match noun:
            case Text(plain=plain):
                yield escape(plain, quote=False)
            case Link(target=target) if target.startswith("term:"):
                name(target.removeprefix("term:"))
            case Reference(kind="term", id=identity):
                name(identity)


def _speaks_of(term: Term, other: Term, terms: Terms) -> bool:
    named: set[str] = set()
    said = list(_words_in((other.definition, other.see), named.add))
    return term.id in named or any(one.term is term for words in said for one in found_in(words, terms))
