"""The handbook in memory, as it is shown while it is written.

It is read, understood and planned as for a build, by the same functions; but a page
is made only when somebody asks for it, and nothing is written.  When the disk has
changed, what the change cannot reach stays the same object: files that were not
touched are not opened, and where the words of a chapter alone differ, its own
pages are all that is made again.

What nobody waits for is done by `look_through`: to look into every page for what
is wrong with it.  A `Preview` is one state of the handbook; what was made of it is
remembered in it, so all but `known`, and what `pdf` returns, belongs in one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from guidegen.building import memory, output, shown, state
from guidegen.building.build import TEMPLATES, mark_of_guidegen
from guidegen.building.plan import (
    Site,
    beside_pages,
    clashes_among,
    doorways,
    everything,
    promises_of,
    reworded_site,
    site_of,
    without_host,
)
from guidegen.building.questions import read_questions
from guidegen.building.records import Target
from guidegen.building.rereading import changed_assets, is_same, is_usable, last_change, settled_reading
from guidegen.building.shown import Answer, Made, copies_at, look_into
from guidegen.building.unchanged import stamp_at
from guidegen.model.handbook import Handbook, Library, Settings
from guidegen.model.problem import Place, Problem, settled
from guidegen.model.questions import Remembered
from guidegen.model.stamp import Stamp
from guidegen.model.url import SitePath
from guidegen.reading.project import SETTINGS_FILE, Progress, Reading, read_project
from guidegen.rendering import views
from guidegen.rendering.theme import Theme, load_theme
from guidegen.shaping.checks import check_references
from guidegen.shaping.complete import complete
from guidegen.shaping.consequences import without_consequences
from guidegen.shaping.questions import hidden_answers
from guidegen.shaping.rewording import has_moved, reworded_in


@dataclass(frozen=True, slots=True)
class Edited:
    """What was changed last."""

    address: SitePath
    fragment: str
    """The id of the heading above it; empty at the top of the page."""


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """One state of a handbook."""

    version: int
    root: Path
    reading: Reading
    """The newest one, also where nothing could be made of it."""

    theme: Theme | None
    templates: Mapping[Path, Stamp | None]
    untidy: tuple[Problem, ...]
    """What is wrong with the theme."""

    asked: Remembered
    mark: str
    made: Made | None
    """None where there is nothing to show yet."""

    changed: frozenset[SitePath] = frozenset()
    """The files that are copied, and what scripts are told, as far as they differ from the version before."""

    last: tuple[str, str] = ("", "")
    """The source whose change made this state, and the heading above the change; empty where several did."""

    @property
    def home(self) -> SitePath:
        """The front page of the site."""
        return "index.html" if self.made is None else _front(self.made.site)

    @property
    def homes(self) -> Mapping[str, SitePath]:
        """The front page of each edition, by its id."""
        editions = self.made.site.editions if self.made else ()
        return {one.at_hand.handbook.edition.id: one.at_hand.home for one in editions}

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders whose files decide what is shown, each with all below it."""
        settings = self.made.site.settings if self.made else None
        content = self.root / (settings.content_dir if settings else "content")
        named = {file.parent for file in self.reading.looked[SETTINGS_FILE].stamps} - {self.root}
        return content, self.root / TEMPLATES, *sorted(named)


def begin(root: Path, progress: Progress | None = None) -> Preview:
    """Return the handbook of the project in *root*."""
    mark, folders = mark_of_guidegen(), output.folders_of(root, root / output.SITE)
    kept = memory.remembered(folders.state / "documents", mark)
    reading = read_project(root, kept, progress)
    with state.memory_only(), suppress(output.Refused):
        output.make_state_folder(folders)
        memory.remember(folders.state / "documents", mark, kept, reading.memory)
    blank = Preview(1, root, reading, None, {}, (), read_questions(folders.state), mark, None)
    return _understood(_with_theme(blank)) if is_usable(reading, shows=False) else blank


def renewed(preview: Preview) -> Preview:
    """Return the handbook as it is on the disk now: the same object where nothing changed."""
    reading = settled_reading(preview.root, preview.reading, shows=preview.made is not None)
    after = _with_theme(replace(preview, reading=reading))
    has_theme = after.theme is preview.theme
    if has_theme and is_same(reading, preview.reading):
        return preview
    last = last_change(preview.reading, reading) or ("", "")
    after = replace(after, version=preview.version + 1, last=last, changed=frozenset())
    if not is_usable(reading, shows=preview.made is not None):
        return after
    if has_theme and (made := _reworded(preview, reading)) is not None:
        return replace(after, made=made, changed=_changed_files(preview, reading))
    after = _understood(after)
    return replace(after, changed=frozenset(_changed_answers(preview, after)))


def answer(preview: Preview, path: SitePath) -> Answer | None:
    """Return what is at an address, drawn when it is first asked for; None where there is nothing."""
    return shown.answer(preview.made, path) if preview.made else None


def pdf(preview: Preview, path: SitePath) -> Callable[[], Answer] | None:
    """Return what makes the PDF at an address, in any thread, as it takes long; None where there is none."""
    return shown.pdf(preview.made, path) if preview.made else None


def known(preview: Preview, path: SitePath) -> Answer | None:
    """Return what is at an address where it was drawn already; from any thread."""
    return preview.made.answers.get(path) if preview.made else None


def look_through(preview: Preview) -> Iterator[None]:
    """Look into everything for problems, a step at a time."""
    made = preview.made
    if made is None:
        return
    if made.is_behind:
        yield from _catch_up(preview, made)
    if not made.is_checked:
        yield from _check(preview, made)
    for edition in made.site.editions:
        for promise in (*edition.pages.values(), *edition.clashing):
            if promise.address not in made.looked_into:
                look_into(promise, made)
                yield


def problems(preview: Preview) -> tuple[Problem, ...]:
    """Return what is wrong, as far as it is known: sorted, each once, at the levels of the settings."""
    made, library = preview.made, preview.reading.library
    told = [*preview.reading.problems]
    if made is None or library is None:
        return settled(told, {})
    told += [*preview.untidy, *made.found, *made.checked, *made.site.wrong, *made.in_drawing.values()]
    told += [problem for found in made.in_pages.values() for problem in found]
    return settled(without_consequences(tuple(told), library.unread), dict(library.settings.levels))


def edited(preview: Preview, near: SitePath) -> Edited | None:
    """Return the page of what was changed last, in the edition that the page *near* is in.

    That is *near* itself where it shows something of it: a date of a program, a sheet, a chapter in a print.
    """
    source, fragment = preview.last
    if preview.made is None or not source:
        return None
    editions = preview.made.site.editions
    found = [
        promise.address
        for edition in sorted(editions, key=lambda one: not near.startswith(one.at_hand.base))
        for promise in edition.pages.values()
        if promise.origin == source
    ]
    if near not in found and _shows_change(near, preview):
        return Edited(near, "")
    if near in found:
        return Edited(near, fragment)
    return Edited(found[0], fragment) if found else None


def _shows_change(near: SitePath, preview: Preview) -> bool:
    """Return whether what a page is about looks different, also where scripts put in the dates."""
    assert preview.made is not None
    before, pages = preview.made.drawn.get(near), [one.pages for one in preview.made.site.editions]
    promise = next((one[near] for one in pages if near in one), None)
    # A chapter says the titles of those beside it, too.
    if before is None or (promise is not None and preview.last[0].endswith(".md")):
        return False
    if getattr(promise and promise.view, "choices", ()) and any(map(_is_dates, preview.changed)):
        return True
    now = answer(preview, near)
    return now is not None and _main(now.content) != _main(before)


def _is_dates(path: SitePath) -> bool:
    return path.endswith("/dates.js")


def _main(html: bytes) -> bytes:
    return html[html.find(b"<main") :]


def opens(preview: Preview, place: Place) -> str:
    """Return the address with which an editor opens a place; empty where no editor is set."""
    pattern = preview.made.site.settings.editor if preview.made else ""
    if not pattern or not place.path:
        return ""
    return _opened(pattern, preview.root, place.path).replace("{line}", str(max(place.line, 1)))


def _with_theme(preview: Preview) -> Preview:
    folder = preview.root / TEMPLATES
    stamps = {one: stamp_at(one) for one in (folder, *sorted(folder.rglob("*")))}
    library = preview.reading.library
    language = library.settings.language if library else ""
    known = preview.theme
    if library is None or (known and stamps == preview.templates and known.language == language):
        return preview
    theme, untidy = load_theme(folder, language, memory.own_folder(), preview.mark)
    return replace(preview, theme=theme, templates=stamps, untidy=untidy)


# What is made of it


def _understood(preview: Preview) -> Preview:
    """Return the preview with the whole handbook understood and planned; no page is looked into."""
    done, found = complete(_with_drafts(preview.reading))
    made = Made(done, _site(done, everything(done), preview), found)
    if preview.made is not None:
        there = {one.address for edition in made.site.editions for one in edition.pages.values()}
        made.in_pages = {path: told for path, told in preview.made.in_pages.items() if path in there}
        made.checked, made.drawn = preview.made.checked, preview.made.drawn
    return replace(preview, made=made)


def _with_drafts(reading: Reading) -> Library:
    library = reading.library
    assert library is not None
    return replace(library, settings=replace(library.settings, drafts=True))


def _site(library: Library, whole: Handbook, preview: Preview) -> Site:
    assert preview.theme is not None
    return site_of(
        library,
        whole,
        preview.theme,
        preview.root,
        _readable,
        preview.mark,
        pdf=library.settings.pdf,
        preview=partial(_note, library.settings, preview.root),
    )


def _readable(file: Path) -> str:
    """Look whether a file can be read, where its hash is not needed; OSError where it cannot."""
    with file.open("rb"):
        return ""


def _note(settings: Settings, root: Path, source: str, view: Any) -> views.Preview:
    address, label = view.address, ""
    if len(settings.editions) > 1:
        inside = [one for one in settings.editions if address.startswith(one.path)]
        label = max(inside, key=lambda one: len(one.path)).label.plain if inside else ""
    editor = _opened(settings.editor, root, source) if settings.editor and source else ""
    return views.Preview(source, editor, label, draft=bool(getattr(view, "draft", False)))


def _opened(pattern: str, root: Path, source: str) -> str:
    return pattern.replace("{path}", quote((root / source).as_posix()))


def _reworded(before: Preview, reading: Reading) -> Made | None:
    """Return what was made of the handbook, with new words in some chapters; None where more is different."""
    old, new, made = before.reading.library, reading.library, before.made
    was_set, now_set = before.reading.looked[SETTINGS_FILE], reading.looked[SETTINGS_FILE]
    if made is None or old is None or new is None or was_set.stamps != now_set.stamps:
        return None
    documents = reworded_in(old, new)
    if documents is None:
        return None
    was = {one.path: one for one in old.documents if one.path in documents}
    has_moves = any(has_moved(was[path], one) for path, one in documents.items())
    site = reworded_site(made.site, made.library, documents) if documents else made.site
    again = {*_made_again(made.site, site), *copies_at(changed_assets(before.reading, reading), site)}
    answers = {path: one for path, one in made.answers.items() if path not in again and path[-4:] != ".pdf"}
    return Made(
        made.library,
        site,
        made.found,
        is_behind=made.is_behind or has_moves or not made.is_checked,
        checked=made.checked,
        is_checked=made.is_checked,
        in_pages=made.in_pages,
        looked_into=made.looked_into - again,
        in_drawing={path: one for path, one in made.in_drawing.items() if path not in again},
        answers=answers,
        drawn=made.drawn,
        scripts=made.scripts,
    )


def _made_again(before: Site, after: Site) -> Iterator[SitePath]:
    """Yield the addresses of pages that are other promises than before, and of all that is bound of pages."""
    for old, new in zip(before.editions, after.editions, strict=True):
        if old is not new:
            yield from (path for path, one in new.pages.items() if one is not old.pages[path])
            yield from (one.address for one in (*new.prints, *new.packets, *new.searched))


def _changed_files(before: Preview, reading: Reading) -> frozenset[SitePath]:
    site = before.made.site if before.made else None
    return frozenset(copies_at(changed_assets(before.reading, reading), site) if site else ())


def _changed_answers(before: Preview, after: Preview) -> Iterator[SitePath]:
    """Yield which files that somebody got, and that are no pages, differ now."""
    for path, old in list(before.made.answers.items() if before.made else ()):
        if not path.endswith((".html", ".pdf")) and "search/sections-" not in path:
            new = answer(after, path)
            if new is not None and new.content != old.content:
                yield path


# What nobody waits for


def _catch_up(preview: Preview, made: Made) -> Iterator[None]:
    """Understand the handbook again, though it looks as it did: problems are elsewhere in their files."""
    done, found = complete(_with_drafts(preview.reading))
    yield
    whole = everything(done)
    yield
    site = _site(done, whole, preview)
    made.library, made.site, made.found = done, site, found
    made.files, made.scripts = {}, {}
    made.looked_into.clear()
    made.is_behind = made.is_checked = False


def _check(preview: Preview, made: Made) -> Iterator[None]:
    whole = everything(made.library)
    yield
    told = [*check_references(made.library, whole), *hidden_answers(whole, preview.asked)]
    yield
    named = [(one.address, one.origin) for edition in made.site.editions for one in promises_of(edition)]
    named += [(one.address, one.origin) for one in doorways(made.site)]
    yield
    beside: list[Target] = []
    for edition in made.site.editions:
        for target, origin in beside_pages(edition, made.site, told):
            beside.append(target)
            named.append((target.path, origin))
        yield
    told += [*clashes_among(named), *without_host(made.site.settings, beside)]
    made.checked, made.is_checked = tuple(told), True


def _front(site: Site) -> SitePath:
    """Return the page that somebody sees first."""
    homes = [one.at_hand.home for one in site.editions]
    return "index.html" if "index.html" in homes or len(homes) > 1 else homes[0]
