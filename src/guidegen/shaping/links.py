"""Where links lead, and filling them in.

A link is kept as the author wrote it until it is known for which edition, and
on which page, it stands.  Filling is one join over the parts of a text: every
slot becomes HTML, every link that does not arrive becomes text and a problem,
and every file that a page refers to is remembered, to be copied.

Nothing of another edition is written: a link to what this edition lacks keeps
the author's words, without the title of what it would lead to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

from guidegen.model import ids
from guidegen.model.activity import Checklist, Worksheet
from guidegen.model.handbook import Asset, SmallCopy, Term
from guidegen.model.naming import nameable
from guidegen.model.nearest import did_you_mean
from guidegen.model.problem import Problem, problem
from guidegen.model.prose import (
    Anchor,
    Card,
    Cards,
    Heading,
    Html,
    Link,
    Note,
    Only,
    Picture,
    Placed,
    Prose,
    Running,
    Shown,
    Text,
    Variable,
    Word,
)
from guidegen.model.rebuild import KEEP, rebuild
from guidegen.model.reference import Reference
from guidegen.model.url import SitePath, relative
from guidegen.model.value import FORMS, Value
from guidegen.shaping.directory import (
    Arrival,
    Attachment,
    Directory,
    Nowhere,
    Outside,
    activities_of,
    activity_named,
    arrive,
    asset_address,
    copy_address,
    in_the_tree,
    path_and_fragment,
    small_copies,
    way_below,
    way_from,
)
from guidegen.shaping.terms import Terms, found_in
from guidegen.shaping.variables import full_name, unknown_variable, values_in, way_to

SIZES: Final = "(min-width: 40rem) 34.75rem, 92vw"
"""How wide a picture is shown at most: as wide as the text, on a phone nearly as the screen."""

Say: TypeAlias = Callable[[str], str]
"""Returns a word of the interface for its key."""


@dataclass(frozen=True, slots=True)
class Here:
    """The page that is being filled, and everything that decides how."""

    address: SitePath
    directory: Directory
    others: tuple[Directory, ...]
    """The directories of the other editions, to tell what is missing here only; drafts and all last."""

    say: Say
    anchors: Callable[[SitePath], frozenset[str]]
    """The ids that a page of the edition will carry."""

    values: Callable[[], Mapping[str, Value]] = dict
    """What variables of the edition stand for; see `variables.values_in`."""

    write: Callable[[Value, str], str | None] = lambda value, form: None
    """Returns how a value is written down in a form; none where it has no such form."""

    terms: Terms | None = None
    """The glossary, where the words of it are shown beside the text; else a link to one is a link."""

    marks: bool = False
    """Whether words of the glossary are marked where they are first said, or are shown only where they are
    linked to."""


@dataclass(slots=True)
class Findings:
    """What is met while a page is filled."""

    problems: list[Problem] = field(default_factory=list)
    assets: dict[str, Asset] = field(default_factory=dict)
    """Files that the page refers to, by path."""

    copies: dict[SmallCopy, None] = field(default_factory=dict)
    """Smaller copies of pictures that it shows, each once."""

    pictures: int = 0
    """How many pictures it has so far."""

    notes: dict[str, tuple[int, Note]] = field(default_factory=dict)
    """Footnotes by label, with their number."""

    calls: dict[str, int] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    """The words of the glossary that are marked or linked to in the text, by id, the first first."""


@dataclass(frozen=True, slots=True)
class FilledNote:
    """A footnote, numbered and filled."""

    number: int
    text: Html
    calls: int


@dataclass(frozen=True, slots=True)
class FilledCard:
    """One way to go on, finished."""

    name: Html
    about: Html
    """Paragraphs; empty where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class FilledCards:
    """A list of links, finished."""

    cards: tuple[FilledCard, ...]


Block: TypeAlias = Html | Checklist | Worksheet | FilledCards | Shown


@dataclass(frozen=True, slots=True)
class FilledBody:
    """The body of a page: finished HTML, and activities with finished texts."""

    blocks: tuple[Block, ...]
    """What is shown of programs is not made yet."""

    notes: tuple[FilledNote, ...]
    headings: tuple[tuple[int, str, Text], ...]
    """Level, id and words of each."""

    terms: tuple[Term, ...] = ()
    """The words of the glossary that can be asked for in it, not finished yet."""


# Filling


def fill_body(body: Prose, here: Here, findings: Findings) -> FilledBody:
    """Return the body of a page, finished; footnotes are numbered in the order of their first call.

    What a word of the glossary means is to be shown where the body is: only links in headings, cards
    and sheets lead to the page of the glossary.
    """
    quiet = replace(here, terms=None) if here.terms else here
    headings: list[tuple[int, str, Text]] = []
    blocks: list[Block] = []
    placed: list[Checklist | Worksheet] = []
    run: list[str] = []

    def finish() -> None:
        if run:
            blocks.append(Html("".join(run)))
            run.clear()

    def write(parts: Prose) -> None:
        for part in parts:
            match part:
                case Running():
                    run.append(_marked(part, here, findings))
                case str():
                    run.append(part)
                case Only(parts=inner):
                    write(inner)
                case Heading(level=level, id=name, parts=inner):
                    drawn = _drawn(inner, quiet, findings)
                    headings.append((level, name, Text(part.plain, (drawn,))))
                    run.append(f'<h{level} id="{escape(name)}">{drawn}</h{level}>\n')
                case Checklist() | Worksheet():
                    finish()
                    blocks.append(fill_noun(part, quiet, findings))
                case Placed():
                    sheet = _placed(part, here, findings)
                    if sheet is not None and sheet in placed:
                        findings.problems.append(_placed_twice(part))
                    elif sheet is not None:
                        placed.append(sheet)
                        finish()
                        blocks.append(fill_noun(sheet, quiet, findings))
                case Shown():
                    finish()
                    blocks.append(part)
                case Cards(parts=inner):
                    finish()
                    blocks.append(_filled_cards(inner, quiet, findings))
                case Variable():
                    run.append(_led(part, _value(part, here, findings), run, here))
                case _:
                    run.append(_drawn((part,), here, findings))

    write(body)
    finish()
    notes = _filled_notes(here, findings)
    return FilledBody(tuple(blocks), notes, tuple(headings), tuple(findings.terms.values()))


def fill_noun(noun: Any, here: Here, findings: Findings) -> Any:
    """Return *noun* with every text in it finished for the page at hand."""

    def finish(one: Any) -> Any:
        if not isinstance(one, Text):
            return KEEP
        if all(type(part) is str for part in one.parts):
            return one
        drawn = _drawn(one.parts, here, findings)
        plain = unescape(drawn) if type(one.parts[0]) is Word and len(one.parts) == 1 else one.plain
        return Text(plain, (drawn,))

    return rebuild(noun, finish)


def _drawn(parts: Prose, here: Here, findings: Findings) -> str:
    return "".join(_part(part, here, findings) for part in parts)


def _part(part: Any, here: Here, findings: Findings) -> str:
    match part:
        case Running():
            return _marked(part, here, findings)
        case str():
            return part
        case Link():
            return _link(part, here, findings)
        case Picture():
            return _picture(part, here, findings)
        case Note():
            return _call(part, findings)
        case Word(key=key):
            return escape(here.say(key))
        case Variable():
            return _value(part, here, findings)
        case Only(parts=inner):
            return _drawn(inner, here, findings)
        case Heading(level=level, id=name, parts=inner):
            return f'<h{level} id="{escape(name)}">{_drawn(inner, here, findings)}</h{level}>\n'
        case Anchor():
            return ""
        case Checklist() | Worksheet() | Placed() | Shown() | Cards():
            findings.problems.append(_out_of_place(part))
            return ""
    raise TypeError(f"a {type(part).__name__} cannot stand inside a text")


def _call(note: Note, findings: Findings) -> str:
    number, _ = findings.notes.setdefault(note.label, (len(findings.notes) + 1, note))
    call = findings.calls[note.label] = findings.calls.get(note.label, 0) + 1
    return (
        f'<sup class="footnote-call"><a href="#{ids.footnote_id(number)}"'
        f' id="{ids.footnote_call_id(number, call)}">{number}</a></sup>'
    )


def _filled_notes(here: Here, findings: Findings) -> tuple[FilledNote, ...]:
    texts: dict[str, Html] = {}
    # A note may call another, which is then the last one: so the list grows while it is read.
    while waiting := [label for label in findings.notes if label not in texts]:
        for label in waiting:
            texts[label] = Html(_drawn(findings.notes[label][1].parts, here, findings))
    return tuple(
        FilledNote(number, texts[label], findings.calls[label])
        for label, (number, _) in findings.notes.items()
    )


def _placed(placed: Placed, here: Here, findings: Findings) -> Checklist | Worksheet | None:
    found = activity_named(placed, here.directory)
    if found is not None:
        return found
    having = [other for other in here.others if activity_named(placed, other) is not None]
    if having:
        findings.problems.append(_not_here(f'{placed.kind} "{placed.id}"', placed.place, here, having))
        return None
    there = activities_of(placed, (here.others or (here.directory,))[-1])
    known = nameable(placed.kind, (one.id for one in there))
    findings.problems.append(
        problem(
            "unknown-ref",
            f'there is no {placed.kind} "{placed.id}".',
            placed.place,
            did_you_mean(placed.id, known) or f"Write it in {_content(here)}{placed.kind}s/{placed.id}.yml.",
            (placed.kind, placed.id),
        )
    )
    return None


def _content(here: Here) -> str:
    """Return the content folder as one types it in the folder of the project, with a slash."""
    return way_below(here.directory.handbook.settings.content_dir)


def _out_of_place(part: Checklist | Worksheet | Placed | Shown | Cards) -> Problem:
    return problem(
        "nesting",
        "lists to tick, sheets and blocks of a program cannot stand in a footnote or a card.",
        part.place,
        "Put it into the text of the chapter; until then it is left out.",
    )


def _placed_twice(part: Placed) -> Problem:
    return problem(
        "duplicate-id",
        f'{part.kind} "{part.id}" stands in this chapter already.',
        part.place,
        f"Link to it instead: [](#{'sheet' if part.kind == 'worksheet' else 'list'}-{part.id})",
    )


# Words of the glossary


def _marked(html: Running, here: Here, findings: Findings) -> str:
    """Return literal HTML in which each term is marked that is said for the first time on the page."""
    if here.terms is None or not here.marks:
        return html
    pieces: list[str] = []
    for piece, is_running in html.stretches():
        end = 0
        for found in found_in(piece, here.terms, findings.terms) if is_running else ():
            if found.term.id not in findings.terms:
                word = _term(piece[found.start : found.end], found.term, findings)
                pieces += (piece[end : found.start], word)
                end = found.end
        pieces.append(piece[end:])
    return "".join(pieces)


def _term(words: str, term: Term, findings: Findings) -> str:
    """Return words that show what is meant by them when somebody asks."""
    findings.terms.setdefault(term.id, term)
    meaning = escape(ids.meaning_id(term))
    return f'<button class="term" type="button" popovertarget="{meaning}">{words}</button>'


# Cards


def _filled_cards(parts: Prose, here: Here, findings: Findings) -> FilledCards:
    return FilledCards(tuple(_filled_card(one, here, findings) for one in _cards_in(parts)))


def _cards_in(parts: Prose) -> Iterator[Card]:
    for part in parts:
        if isinstance(part, Card):
            yield part
        elif isinstance(part, Only):
            yield from _cards_in(part.parts)


def _filled_card(card: Card, here: Here, findings: Findings) -> FilledCard:
    name = Html(_drawn(card.name, here, findings))
    if card.words:
        return FilledCard(name, Html(_drawn(card.words, here, findings)))
    summary = next((one for part in card.name if (one := _summary(part, here))), None)
    about = f"<p>{_drawn(summary.parts, here, findings)}</p>\n" if summary else ""
    return FilledCard(name, Html(about))


def _summary(part: Any, here: Here) -> Text | None:
    """Return what the place that a link leads to says of itself."""
    if not isinstance(part, Link) or part.target.startswith("#"):
        return None
    arrival = arrive(part.target, part.base, here.directory)
    # Of a heading in it, the summary of the whole page says little.
    return arrival.summary if isinstance(arrival, Reference) and not arrival.fragment else None


# Variables


def _value(variable: Variable, here: Here, findings: Findings) -> str:
    name = full_name(variable.name, here.address, here.directory)
    values = here.values()
    if name in values:
        written = here.write(values[name], variable.form)
        if written is not None:
            return escape(written)
        findings.problems.append(_wrong_form(variable))
        return escape(variable.name)
    having = [other for other in here.others if name in values_in(other.handbook)]
    if having:
        findings.problems.append(_not_here(f'the variable "{variable.name}"', variable.place, here, having))
        return escape(here.say("link.elsewhere"))
    findings.problems.append(unknown_variable(variable, name, here.address, here.directory, values))
    return escape(f"{{{{ {variable.name} }}}}")


def _led(variable: Variable, written: str, before: Sequence[str], here: Here) -> str:
    """Return a value in running text; the address of a contact is a link, unless it stands in one."""
    way = "" if variable.form else way_to(variable.name, here.values())
    if not way:
        return written
    last = next((one for one in reversed(before) if "<a " in one or "</a>" in one), "")
    if last.rfind("<a ") > last.rfind("</a>"):
        return written
    return f'<a class="shown" href="{escape(way)}">{written}</a>'


def _wrong_form(variable: Variable) -> Problem:
    known = f"{', '.join(FORMS[:-1])} or {FORMS[-1]}"
    meant = "" if variable.form in FORMS else did_you_mean(variable.form, FORMS)
    return problem(
        "unknown-variable",
        f'"{variable.name}" cannot be written as "{variable.form}".',
        variable.place,
        meant or f"A day can be written as {known}; other values as they are.",
    )


# Links


def _link(link: Link, here: Here, findings: Findings) -> str:
    words = _drawn(link.parts, here, findings)
    if link.target.startswith("#"):
        return _within_page(link, words, here, findings)
    arrival = arrive(link.target, link.base, here.directory)
    match arrival:
        case Outside(url=url):
            return _anchor(url, words or escape(url), link.title)
        case Attachment(asset=asset):
            if refusal := _refused(asset, here):
                findings.problems.append(_unsafe(asset, refusal, link))
                return words
            href = relative(here.address, _keep(asset, here, findings))
            return _anchor(href, words or escape(asset.path.rpartition("/")[2]), link.title)
        case Reference():
            _check_fragment(arrival, link, here, findings)
            href = relative(here.address, arrival.address, arrival.fragment)
            title = escape(arrival.title.plain) or _drawn(arrival.title.parts, here, findings)
            if arrival.kind == "term" and here.terms and (term := here.terms.by_id.get(arrival.id)):
                return _term(words or title, term, findings)
            return _anchor(href, words or title, link.title)
    return _astray(link, arrival, words, here, findings)


def _within_page(link: Link, words: str, here: Here, findings: Findings) -> str:
    fragment = unquote(link.target[1:])
    if fragment and fragment not in here.anchors(here.address):
        findings.problems.append(_broken_anchor(fragment, here.address, link, here))
    return _anchor(link.target, words or escape(fragment), link.title)


def _astray(link: Link, nowhere: Nowhere, words: str, here: Here, findings: Findings) -> str:
    having = [other for other in here.others if isinstance(arrive(link.target, link.base, other), Reference)]
    if having:
        there = arrive(link.target, link.base, having[0])
        about = (there.kind, there.id) if isinstance(there, Reference) else ("", "")
        findings.problems.append(_not_here(f'"{link.target}"', link.place, here, having, about))
        return words or escape(here.say("link.elsewhere"))
    # What the nearest name is, is asked of everything there is.
    widest = here.others[-1] if here.others else here.directory
    arrival = arrive(link.target, link.base, widest)
    told = arrival if isinstance(arrival, Nowhere) else nowhere
    findings.problems.append(problem(told.slug, told.message, link.place, told.remedy, told.about))
    return words or escape(link.target)


def _not_here(
    what: str, place: Any, here: Here, having: Iterable[Directory], about: tuple[str, str] = ("", "")
) -> Problem:
    labels = sorted(
        {other.label for other in having if other.handbook.edition.roles is not None or other.label}
    )
    if not labels:
        return problem("draft-ref", f"{what} is a draft, so the link is shown as text.", place)
    return problem(
        "not-in-edition",
        f"{what} is not in the edition {here.directory.label}, so it is shown as text there.",
        place,
        f"It is in {', '.join(labels)}. Put the link between ::: for and ::: if only they need it.",
        about,
    )


def _check_fragment(reference: Reference, link: Link, here: Here, findings: Findings) -> None:
    if reference.fragment and reference.fragment not in here.anchors(reference.address):
        findings.problems.append(_broken_anchor(reference.fragment, reference.address, link, here))


def _broken_anchor(fragment: str, address: SitePath, link: Link, here: Here) -> Problem:
    known = here.anchors(address)
    where = "this page" if address == here.address else f'"{link.target.partition("#")[0]}"'
    remedy = did_you_mean(fragment, sorted(known))
    return problem("broken-anchor", f'{where} has no heading "#{fragment}".', link.place, remedy)


def _anchor(href: str, words: str, title: str) -> str:
    told = f' title="{escape(title)}"' if title else ""
    return f'<a href="{escape(href)}"{told}>{words}</a>'


# Pictures and attachments


def _picture(picture: Picture, here: Here, findings: Findings) -> str:
    settings = here.directory.handbook.settings
    if picture.target.lower().startswith(("http://", "https://", "//")):
        if settings.remote == "allow":
            return _image(picture.target, picture, "", findings)
        findings.problems.append(
            problem(
                "remote-image",
                f'the picture "{picture.target}" lies on another server, so a link stands in its place.',
                picture.place,
                "Put a copy into the content folder, or set remote: allow.",
            )
        )
        return _anchor(picture.target, escape(picture.alt or picture.target), picture.title)
    path, _ = path_and_fragment(picture.target)
    arrival = in_the_tree(path, "", picture.base, here.directory)
    if isinstance(arrival, Attachment):
        asset = arrival.asset
        if refusal := _refused(asset, here):
            findings.problems.append(_unsafe(asset, refusal, picture))
            return escape(picture.alt)
        source = relative(here.address, _keep(asset, here, findings))
        return _image(source, picture, _sizes(asset, source, here, findings), findings)
    findings.problems.append(_no_picture(picture, path, arrival, here))
    return escape(picture.alt)


def _no_picture(picture: Picture, path: str, arrival: Arrival, here: Here) -> Problem:
    if isinstance(arrival, Nowhere) and arrival.slug in ("missing-file", "path-outside"):
        return problem(arrival.slug, arrival.message, picture.place, arrival.remedy)
    if re.match(r"[A-Za-z]:[\\/]", picture.target):
        name = re.split(r"[\\/]", picture.target)[-1]
        message = f'the picture "{picture.target}" lies on your computer, and not in the handbook.'
        remedy = f"Copy it to {_content(here)}images/{name} and write ![…](/images/{name})"
        return problem("missing-image", message, picture.place, remedy)
    known = [way_from(picture.base, one) for one in here.directory.assets]
    remedy = did_you_mean(path.replace("\\", "/"), known)
    return problem("missing-image", f'there is no picture at "{path}".', picture.place, remedy)


def _image(source: str, picture: Picture, sizes: str, findings: Findings) -> str:
    """Return the element of a picture; what comes first on a page is seen at once, so it does not wait."""
    title = f' title="{escape(picture.title)}"' if picture.title else ""
    waits = ' loading="lazy" decoding="async"' if findings.pictures else ""
    findings.pictures += 1
    return f'<img src="{escape(source)}" alt="{escape(picture.alt)}"{title}{sizes}{waits}>'


def _sizes(asset: Asset, source: str, here: Here, findings: Findings) -> str:
    """Return the attributes that say how large a picture is, and which smaller copies of it there are."""
    if asset.size is None:
        return ""
    measured = f' width="{asset.size[0]}" height="{asset.size[1]}"'
    handbook = here.directory.handbook
    copies = small_copies(asset, handbook)
    if not copies:
        return measured
    findings.copies.update(dict.fromkeys(copies))
    ways = [(relative(here.address, copy_address(one, handbook)), one.width) for one in copies]
    # In a list of addresses a comma ends one.
    listed = ", ".join(
        f"{way.replace(',', '%2C')} {width}w" for way, width in (*ways, (source, asset.size[0]))
    )
    return f'{measured} srcset="{escape(listed)}" sizes="{SIZES}"'


def _keep(asset: Asset, here: Here, findings: Findings) -> SitePath:
    findings.assets[asset.path] = asset
    return asset_address(asset, here.directory.handbook)


def _refused(asset: Asset, here: Here) -> str:
    return "" if here.directory.handbook.settings.html == "trusted" else asset.unsafe


def _unsafe(asset: Asset, refusal: str, slot: Link | Picture) -> Problem:
    return problem(
        "unsafe-svg" if asset.path.lower().endswith(".svg") else "unsafe-file",
        f'"{slot.target}" is not copied because it {refusal}.',
        slot.place,
        "Set html: trusted if you know who made it.",
    )
