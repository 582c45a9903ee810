"""The whole program on one screen: read, parse, assemble, select, plan, render, write.

This module alone knows the order of events.  It prints nothing: what happened
comes back as an `Outcome`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import guidegen
from guidegen.building import memory, output, records, state, unchanged
from guidegen.building.options import Options
from guidegen.building.plan import Plan, everything, plan, site_of
from guidegen.building.press import Press
from guidegen.building.questions import keep_questions, read_questions
from guidegen.model.fingerprint import fingerprint
from guidegen.model.handbook import Handbook, Library
from guidegen.model.problem import Flawed, Problem, has_errors, settled
from guidegen.model.questions import Remembered
from guidegen.model.url import SitePath
from guidegen.reading.project import Progress, Reading, Stamps, read_project
from guidegen.rendering.theme import load_theme
from guidegen.shaping.checks import advice, check_references
from guidegen.shaping.complete import complete
from guidegen.shaping.consequences import without_consequences
from guidegen.shaping.questions import hidden_answers, remembered

TEMPLATES: Final = "templates"

_LIBRARIES: Final = (
    "babel",
    "icalendar",
    "jinja2",
    "markdown-it-py",
    "mdit-py-plugins",
    "nh3",
    "pydantic",
    "pygments",
    "pyyaml",
)
"""What a page may look different with."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did."""

    problems: tuple[Problem, ...]
    """Sorted, each once, at the levels that the settings give them."""

    made: tuple[tuple[SitePath, records.Reasons], ...] = ()
    """Each file that was made, and why; in a dry run, each that would be."""

    removed: tuple[SitePath, ...] = ()
    kept: int = 0
    """How many files are as they were."""

    files: int = 0
    """How many files the site has."""

    written: bool = False
    """Whether the site is now what the sources say."""

    makes_pdfs: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A project as far as the plan: all that `check` and a preview need."""

    reading: Reading
    handbook: Handbook | None
    """Everything that was written, drafts too; None where `guidegen.yml` makes no sense."""

    plan: Plan
    problems: tuple[Problem, ...]
    """Not yet settled."""

    @property
    def levels(self) -> dict[str, str]:
        return dict(self.handbook.settings.levels) if self.handbook else {}


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between the site as it is and as it is planned."""

    stale: tuple[tuple[records.Target, records.Reasons], ...]
    gone: tuple[SitePath, ...]
    valid: records.Records
    """The records whose output on disk is what they say."""

    ours: output.Manifest

    is_listed: bool
    """Whether the manifest names all that is ours."""


@dataclass(frozen=True, slots=True)
class DrawnWith:
    """What pages are drawn with beside the handbook, with stamps from before the build."""

    files: Stamps
    folders: Stamps


@dataclass(frozen=True, slots=True)
class Drawn:
    """What became of the stale targets: their bytes are staged."""

    records: records.Records
    problems: tuple[Problem, ...]


def build(root: Path, folder: Path, options: Options, progress: Progress) -> Outcome:
    """Make the site of the project in *root* in *folder*, where it is not yet what it should be.

    Raises:
        Refused: where the output folder must not be written into.
        OSError: where something cannot be written; the old site is whole then.
    """
    with closing(Press()) as press:
        return _build(root, folder, options, progress, press)


def _build(root: Path, folder: Path, options: Options, progress: Progress, press: Press) -> Outcome:
    folders = output.folders_of(root, folder)
    drawn_with = _drawn_with(root)
    mark = mark_of_guidegen()
    known = {} if options.clean else memory.remembered(folders.state / "documents", mark)
    digest = unchanged.hash_of_file if options.clean else unchanged.known_hashes(folders.state, root)
    asked = {} if options.clean else read_questions(folders.state)
    planned = plan_project(root, known, digest, mark, progress, press=press, pdf=options.pdf)
    planned = _compared(planned, asked)
    difference = _difference(folders, planned.plan, digest, clean=options.clean)
    sources = _sources(root, planned)
    output.refuse_unsafe_output(folders, sources, difference.ours, into_existing=options.into_existing)
    if options.dry_run:
        return _outcome(planned, difference, planned.problems)
    output.make_state_folder(folders)
    state.sweep_files(folders.state)
    with state.memory_only():
        memory.remember(folders.state / "documents", mark, known, planned.reading.memory)
    if planned.handbook is None or (has_errors(_settled(planned)) and not options.keep_going):
        unchanged.forget(folders.state)
        return Outcome(_settled(planned))
    outcome = _write(folders, planned, difference, options, progress)
    with state.memory_only():
        if outcome.written:
            keep_questions(folders.state, remembered(planned.handbook, asked))
        _keep_for_next_time(folders, planned, drawn_with, outcome, options)
    return outcome


def check(root: Path, today: date) -> tuple[Problem, ...]:
    """Return all that is wrong with the project in *root*, and what a complete one would still have.

    What people were asked before is known from the last build into the usual folder.
    """
    asked = read_questions(output.folders_of(root, root / output.SITE).state)
    planned = _compared(plan_project(root, {}, _opened, ""), asked)
    if planned.handbook is None:
        return _settled(planned)
    return settled((*planned.problems, *advice(planned.handbook, today)), planned.levels)


def _compared(planned: Planned, asked: Remembered) -> Planned:
    """Return a project as planned, and which answers it would set aside."""
    if planned.handbook is None:
        return planned
    return replace(planned, problems=(*planned.problems, *hidden_answers(planned.handbook, asked)))


def _opened(file: Path) -> str:
    """Look whether a file can be read, where its hash is not needed; OSError where it cannot."""
    with file.open("rb"):
        return ""


def plan_project(
    root: Path,
    known: memory.Memory,
    digest: Callable[[Path], str],
    mark: str,
    progress: Progress | None = None,
    *,
    press: Press | None = None,
    pdf: bool | None = False,
) -> Planned:
    """Return what the project in *root* makes, and what is wrong with it; nothing is written.

    *mark* stands for guidegen itself and its libraries, in what a page is made from.  PDFs are planned with
    *pdf* (None: as the settings say) where they can be made here; *press* draws them.
    """
    press = press or Press()
    reading = read_project(root, known, progress)
    if reading.library is None:
        return Planned(reading, None, Plan((), ()), reading.problems)
    settings = reading.library.settings
    wanted = settings.pdf if pdf is None else pdf
    if wanted:
        press.start()
    library, whole, problems = understood(reading.library)
    theme, untidy = load_theme(root / TEMPLATES, settings.language, memory.own_folder(), mark)
    missing = press.missing() if wanted else None
    makes_pdfs = wanted and missing is None
    site = site_of(library, whole, theme, root, digest, mark, pdf=makes_pdfs)
    planned = plan(site, press, pdf=makes_pdfs)
    told = () if missing is None else (missing,)
    found = (*reading.problems, *problems, *untidy, *planned.problems, *told)
    return Planned(reading, whole, planned, without_consequences(found, library.unread))


def understood(library: Library) -> tuple[Library, Handbook, tuple[Problem, ...]]:
    """Return a library completed, the handbook of all that is in it, and what is wrong with the two."""
    done, incomplete = complete(library)
    whole = everything(done)
    return done, whole, (*incomplete, *check_references(done, whole))


def _difference(
    folders: output.Folders, planned: Plan, digest: Callable[[Path], str], *, clean: bool
) -> Difference:
    kept = {} if clean else records.read_records(folders.state / "records.json")
    valid = {
        path: record
        for path, record in kept.items()
        if _hash_at(folders.output / path, digest) == record.output
    }
    # What a record knows to the byte is ours as well, should the manifest be lost.
    listed = output.read_manifest(folders.output)
    ours = {**{path: (record.output,) for path, record in valid.items()}, **listed}
    stale = tuple(records.stale(planned.targets, valid))
    gone = tuple(records.orphans(planned.targets, ours))
    return Difference(stale, gone, valid, ours, is_listed=ours.keys() == listed.keys())


def _hash_at(file: Path, digest: Callable[[Path], str]) -> records.Hash | None:
    try:
        return digest(file)
    except OSError:
        return None


def _write(
    folders: output.Folders, planned: Planned, difference: Difference, options: Options, progress: Progress
) -> Outcome:
    if not difference.stale and not difference.gone and difference.is_listed:
        output.sweep(folders)
        return replace(_outcome(planned, difference, planned.problems), written=True)
    with output.staging_folder(folders) as staging:
        drawn = _draw(staging, difference, progress)
        wanted = {path: record.output for path, record in drawn.records.items()}
        foreign = output.foreign_files(folders.output, wanted, difference.ours)
        deletable, changed = output.changed_by_hand(folders.output, difference.gone, difference.ours)
        problems = (*planned.problems, *drawn.problems, *foreign, *changed)
        if foreign or (has_errors(drawn.problems) and not options.keep_going):
            return replace(_outcome(planned, difference, problems), made=(), removed=(), written=False)
        fresh = _fresh_records(planned.plan, difference, drawn)
        in_order = sorted(wanted, key=_moving_order)
        output.install(folders, staging, in_order, deletable, _manifest(fresh, difference))
    with state.memory_only():
        records.write_records(folders.state / "records.json", fresh)
    made = tuple((target.path, why) for target, why in difference.stale if target.path in wanted)
    return replace(_outcome(planned, difference, problems), made=made, removed=tuple(deletable), written=True)


def _draw(staging: Path, difference: Difference, progress: Progress) -> Drawn:
    made: dict[SitePath, records.Record] = {}
    problems: list[Problem] = []
    known = records.Known()
    for count, (target, _) in enumerate(sorted(difference.stale, key=_takes_long)):
        progress(count, len(difference.stale), target.path)
        drawn = target.recipe(target.view)
        if isinstance(drawn, Problem):
            problems.append(drawn)
            continue
        flaws = drawn.problems if isinstance(drawn, Flawed) else ()
        content = drawn.content if isinstance(drawn, Flawed) else drawn
        output.stage(staging, target.path, content)
        # With its flaws a record is never up to date: what is wrong is told again, until it is mended.
        inputs = {**target.inputs(known), **({"flaws": fingerprint(flaws)} if flaws else {})}
        made[target.path] = records.Record(inputs, output.hash_of(content))
        problems.extend(flaws)
    return Drawn(made, tuple(problems))


def _takes_long(stale: tuple[records.Target, records.Reasons]) -> bool:
    """Whether a file waits until all others are made."""
    return stale[0].path.endswith(".pdf")


def _fresh_records(planned: Plan, difference: Difference, drawn: Drawn) -> dict[SitePath, records.Record]:
    stale = {target.path for target, _ in difference.stale}
    kept = {one.path: difference.valid[one.path] for one in planned.targets if one.path not in stale}
    return {**kept, **drawn.records}


def _manifest(fresh: records.Records, difference: Difference) -> output.Manifest:
    # A page that could not be drawn this time is still ours, as it was.
    undrawn = {one.path for one, _ in difference.stale} - fresh.keys()
    old = {path: difference.ours[path] for path in undrawn if path in difference.ours}
    return {**old, **{path: (record.output,) for path, record in fresh.items()}}


def _moving_order(path: SitePath) -> tuple[bool, str]:
    """Pages come after everything that they refer to."""
    return path.endswith(".html"), path


_MENDED_ELSEWHERE: Final = ("pdf-missing", "pdf-stopped", "pictures-missing")
"""Warnings of what no stamp in the project shows."""


def _keep_for_next_time(
    folders: output.Folders, planned: Planned, drawn_with: DrawnWith, outcome: Outcome, options: Options
) -> None:
    found = (*planned.problems, *outcome.problems)
    if has_errors(outcome.problems) or any(one.slug in _MENDED_ELSEWHERE for one in found):
        # Mended outside the project, where no stamp shows it.
        unchanged.forget(folders.state)
        return
    reading = planned.reading
    kept = records.read_records(folders.state / "records.json")
    unchanged.keep(
        folders.state,
        folders.root,
        options.decisive(),
        read={**reading.files, **drawn_with.files},
        written={folders.output / path: record.output for path, record in kept.items()}
        | {folders.output / output.MANIFEST: output.hash_of((folders.output / output.MANIFEST).read_bytes())},
        folders={**reading.folders, **drawn_with.folders},
        problems=outcome.problems,
        files=outcome.files,
    )


def _outcome(planned: Planned, difference: Difference, problems: tuple[Problem, ...]) -> Outcome:
    return Outcome(
        problems=settled(problems, planned.levels),
        made=tuple((target.path, why) for target, why in difference.stale),
        removed=difference.gone,
        kept=len(planned.plan.targets) - len(difference.stale),
        files=len(planned.plan.targets),
        makes_pdfs=any(one.path.endswith(".pdf") for one in planned.plan.targets),
    )


def _settled(planned: Planned) -> tuple[Problem, ...]:
    return settled(planned.problems, planned.levels)


def _sources(root: Path, planned: Planned) -> list[Path]:
    content = planned.handbook.settings.content_dir if planned.handbook else "content"
    return [root / content, root / TEMPLATES]


def _drawn_with(root: Path) -> DrawnWith:
    """Return the stamps of the templates of a project and of guidegen's own files, as they are now."""
    own = Path(guidegen.__file__).parent
    files = (*_files_below(root / TEMPLATES), *_files_below(own))
    return DrawnWith(
        {one: unchanged.stamp_at(one) for one in files},
        {one: unchanged.stamp_at(one) for one in _folders_below(root / TEMPLATES)},
    )


def _files_below(folder: Path) -> list[Path]:
    return sorted(one for one in folder.rglob("*") if one.is_file() and one.suffix != ".pyc")


def _folders_below(folder: Path) -> list[Path]:
    return [folder, *sorted(one for one in folder.rglob("*") if one.is_dir())]


@cache
def mark_of_guidegen() -> str:
    """Return what stands for guidegen itself: its version, its code and the libraries it draws with."""
    code = (one.read_bytes() for one in _files_below(Path(guidegen.__file__).parent) if one.suffix == ".py")
    return fingerprint((guidegen.__version__, *(version(one) for one in _LIBRARIES), *code))
