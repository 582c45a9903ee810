"""A print as a PDF, by WeasyPrint.

What is drawn is the finished HTML of a print.  Whatever it asks for (stylesheets,
fonts, pictures) is looked up among the files of the site, by their address there;
nothing is read from the disk by a name in the HTML, and nothing is ever fetched.

A PDF has no date and no random name in it, so the same print makes the same bytes.

WeasyPrint is imported when a PDF is drawn.  It needs libraries that no Python
package brings; `available` says in one sentence what is missing.
"""

from __future__ import annotations

import gc
import io
import platform
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from copy import copy
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import unquote, urlsplit

from guidegen.model.packet import Paper
from guidegen.model.problem import NOWHERE, Flawed, Place, Problem, problem
from guidegen.model.url import SitePath

if TYPE_CHECKING:
    import pydyf

    from guidegen.model.controls import Form

Files: TypeAlias = Mapping[SitePath, Callable[[], bytes | Flawed | Problem]]
"""The files that a print may show, each with how its bytes are read."""

Letters: TypeAlias = dict[str, None]
"""Letters that no font has, each once, in the order in which they are met."""

LIBRARIES: Final = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen")
"""What a PDF may look different with."""

_BASE: Final = "http://site.invalid/"
"""Where the site lies for the renderer: a name that no computer can have."""

_OLDEST: Final = 70
"""Versions before fetched what they were told not to."""

_MOST: Final = 5
"""So many mistakes of one PDF are told, and so many letters by name."""

_AROUND: Final = 20
"""So many letters before and after a place are shown."""

_NO_GLYPH: Final = ".notdef glyph"
"""How WeasyPrint begins what it says of a letter that no font has."""

_LARGEST: Final = 50_000_000
"""Points of a picture: each takes four bytes of memory."""

_DPI: Final = 300
"""More points of a picture no printer shows."""

_DECORATION: Final = "has no required alt description"
"""What WeasyPrint says of a picture that only decorates; of forgotten words `check` tells."""

_NEVER: Final = ("base", "button", "noscript", "script", "template")
_SCREEN_ONLY: Final = "screen-only"
_RARE_PARTS: Final = (
    "marker",
    "footnote-call",
    "footnote-marker",
    "note-call",
    "note-marker",
    "note-callback",
)

_KINDS: Final = {
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "woff2": "font/woff2",
    "woff": "font/woff",
    "ttf": "font/ttf",
    "otf": "font/otf",
}

_WRITTEN: Final = {"srgb": "color(srgb ", "oklch": "oklch(", "oklab": "oklab("}
"""How a colour is written, by its space, up to its numbers."""

_PANGO: Final = {
    "Linux": "on Debian and Ubuntu apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, "
    "on Fedora dnf install pango",
    "Darwin": "brew install pango",
    "Windows": "install MSYS2 and in it pacman -S mingw-w64-x86_64-pango",
}


def available() -> Problem | None:
    """Return why no PDF can be made here, with the remedy for this platform; None where one can."""
    said = io.StringIO()
    try:
        # A banner is printed where a library is missing.
        with redirect_stdout(said), redirect_stderr(said):
            import weasyprint
    except ImportError:
        return _missing("WeasyPrint is not installed", "pip install 'guidegen[pdf]'", _pango())
    except OSError:
        return _missing("WeasyPrint does not find Pango", _pango())
    if int(weasyprint.__version__.partition(".")[0]) < _OLDEST:
        return _missing(f"WeasyPrint {weasyprint.__version__} is too old", "pip install -U 'guidegen[pdf]'")
    return None


def _pango() -> str:
    return _PANGO.get(platform.system(), "install Pango")


def _missing(why: str, *remedies: str) -> Problem:
    remedy = " Then: ".join(remedies)
    return problem("pdf-missing", f"no PDF is made: {why}.", NOWHERE, f"{remedy}.")


def libraries() -> tuple[str, ...]:
    """Return the versions of what PDFs are made with; PackageNotFoundError where something is not there."""
    return tuple(version(one) for one in LIBRARIES)


def make_pdf(
    html: bytes, address: SitePath, files: Files, paper: Paper, form: Form | None = None
) -> bytes | Flawed | Problem:
    """Return a print as a PDF, what is wrong in it, or why there is none.

    *address* is where the PDF lies, from which the HTML names *files*; *paper* is the size of a page for
    which the HTML asks for none; with a *form* its controls are fields that can be filled in.

    Raises:
        MemoryError: where there is not enough.
    """
    fetcher = _fetcher(files)
    try:
        with _heard() as said, _in_haste(), _at_no_time(), _as_around():
            document = _document(html, address, fetcher)
            content = _written(document, paper, form, said.letters)
    except MemoryError:
        raise
    except Exception as failure:
        why = f"{type(failure).__name__}: {failure}"
        return problem("pdf", f"the PDF cannot be drawn ({why}).", Place(address), _REMEDY)
    told = (one for one in dict.fromkeys(said.errors) if _DECORATION not in one)
    flaws = [*fetcher.flaws, *(one for one in told if not any(url in one for url in fetcher.refused))]
    problems = [_flaw(one, address) for one in flaws[:_MOST]]
    if said.letters:
        problems.append(_letters(said.letters, document, address))
    return Flawed(content, tuple(problems)) if problems else content


def _written(document: Any, paper: Paper, form: Form | None, letters: Letters) -> bytes:
    import weasyprint

    options = {"pdf_variant": "pdf/ua-1", "pdf_forms": form is not None, "optimize_images": True, "dpi": _DPI}
    size = weasyprint.CSS(string=f"@page {{ size: {paper} }}")
    laid_out = document.render(stylesheets=[size], **options)
    gc.collect()
    return bytes(laid_out.write_pdf(finisher=_finisher(form, letters), **options))


@contextmanager
def _in_haste() -> Iterator[None]:
    """Spare WeasyPrint work that changes nothing: a third of its time.

    What is in memory already is not looked through again and again for what could be thrown away.  And a page
    that says where something is need not be laid out anew because it is known now how many pages there are.
    """
    from weasyprint.css.targets import TargetCollector

    keep = TargetCollector.cache_target_page_counters

    def keep_page(self: Any, anchor: str, counters: dict[str, Any], *where: Any) -> None:
        keep(self, anchor, {name: value for name, value in counters.items() if name != "pages"}, *where)

    thresholds = gc.get_threshold()
    # The pages of the PDF before hold each other; they go before the next one is drawn.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)
    TargetCollector.cache_target_page_counters = keep_page
    try:
        yield
    finally:
        TargetCollector.cache_target_page_counters = keep
        gc.set_threshold(*thresholds)
        gc.unfreeze()


@contextmanager
def _at_no_time() -> Iterator[None]:
    """Keep the time of day out of fonts: else no two PDFs of one print were equal."""
    from fontTools.ttLib.tables import _h_e_a_d

    asks = _h_e_a_d.timestampNow
    _h_e_a_d.timestampNow = lambda: 0
    try:
        yield
    finally:
        _h_e_a_d.timestampNow = asks


@contextmanager
def _as_around() -> Iterator[None]:
    """Draw SVG in the colour and the font that are said for it: WeasyPrint takes black and any font."""
    from weasyprint.html import HTML_HANDLERS

    svg = "{http://www.w3.org/2000/svg}svg"
    draw = HTML_HANDLERS[svg]

    def drawn(element: Any, box: Any, *more: Any) -> Any:
        colour = box.style["color"]
        if "color" not in element.attrib and colour.space in _WRITTEN:
            numbers = " ".join(f"{one:g}" for one in colour.coordinates)
            element.set("color", f"{_WRITTEN[colour.space]}{numbers} / {colour.alpha:g})")
        if "font-family" not in element.attrib:
            element.set("font-family", ", ".join(box.style["font_family"]))
        return draw(element, box, *more)

    HTML_HANDLERS[svg] = drawn
    try:
        yield
    finally:
        HTML_HANDLERS[svg] = draw


def _document(html: bytes, address: SitePath, fetcher: Any) -> Any:
    import weasyprint

    class Document(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint has no types
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [_without_rare_parts(one) for one in super()._ua_stylesheets(forms)]

    document = Document(string=html, base_url=_BASE + address, url_fetcher=fetcher)
    _prune(document.etree_element)
    return document


def _without_rare_parts(sheet: Any) -> Any:
    """Return WeasyPrint's own stylesheet without what it says of a part that any element might have.

    Each such rule makes a style for each element, which takes two thirds of the memory of a PDF;
    ``pdf.css`` says the same for the few that have one.
    """
    lean = copy(sheet)
    lean.matcher = copy(sheet.matcher)
    lean.matcher.other_selectors = [
        rule for rule in sheet.matcher.other_selectors if rule[3] not in _RARE_PARTS
    ]
    return lean


def _prune(element: Any) -> None:
    """Take out what no paper shows: what is for the screen alone, waits for a script, or is one."""
    kept: Any = None
    for child in list(element):
        if not isinstance(child.tag, str) or _is_for_paper(child):
            _prune(child)
            kept = child
            continue
        if child.tail and kept is not None:
            kept.tail = (kept.tail or "") + child.tail
        elif child.tail:
            element.text = (element.text or "") + child.tail
        element.remove(child)


def _is_for_paper(element: Any) -> bool:
    if element.tag in _NEVER or "hidden" in element.attrib:
        return False
    return _SCREEN_ONLY not in element.get("class", "").split()


_REMEDY: Final = "Look at what templates/ changes; if nothing there, report it as a mistake of guidegen."


def _flaw(said: str, address: SitePath) -> Problem:
    return problem("pdf-flaw", said.replace(_BASE, "").strip().rstrip(".") + ".", Place(address))


_NO_LETTERS: Final = (
    "Install a font that has them, such as those of the package fonts-noto, and build with --clean; or write "
    "other letters."
)


def _letters(letters: Letters, document: Any, address: SitePath) -> Problem:
    named = [f"{one} (U+{ord(one):04X})" if one.isprintable() else f"U+{ord(one):04X}" for one in letters]
    more = f" and {len(named) - _MOST} more letters" if len(named) > _MOST else ""
    listed = f"{', '.join(named[:_MOST])}{more}"
    message = f"no font has {listed}, so the PDF shows empty boxes{_seen(letters, document)}."
    return problem("pdf-letters", message, Place(address), _NO_LETTERS)


def _seen(letters: Letters, document: Any) -> str:
    """Return where one of *letters* stands, in the words around it; empty where the text has none of them."""
    body = document.etree_element.find("body")
    for text in body.itertext() if body is not None else ():
        words = " ".join(text.split())
        if places := [place for place, one in enumerate(words) if one in letters]:
            begin, end = max(places[0] - _AROUND, 0), places[0] + _AROUND
            before, after = "…" * (begin > 0), "…" * (end < len(words))
            return f', the first in "{before}{words[begin:end].strip()}{after}"'
    return ""


def _finisher(form: Form | None, letters: Letters) -> Callable[[Any, pydyf.PDF], None]:
    def finish(document: Any, pdf: pydyf.PDF) -> None:
        _say_scope(pdf)
        if form is not None:
            from guidegen.rendering.widgets import finisher

            finisher(form, letters)(document, pdf)

    return finish


def _say_scope(pdf: pydyf.PDF) -> None:
    """Say of each head of a table that it is that of a column."""
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("S") == "/TH" and "A" in one:
            one["A"].setdefault("Scope", "/Column")


# What the renderer may see


def _fetcher(files: Files) -> Any:
    """Return what gives WeasyPrint the files of the site, and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def __init__(self) -> None:
            super().__init__(allowed_protocols=())
            self.refused: list[str] = []
            self.flaws: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return _embedded(url)
            path = unquote(urlsplit(url).path).removeprefix("/") if url.startswith(_BASE) else ""
            if path not in files:
                self.refused.append(url)
                raise ValueError("not a file of the site")
            content = files[path]()
            if not isinstance(content, bytes):
                raise ValueError("the file cannot be read")
            kind = _KINDS.get(path.rpartition(".")[2].lower(), "application/octet-stream")
            if _points(content, kind) > _LARGEST:
                self.refused.append(url)
                self.flaws.append(f"The picture {path} has too many points to be printed")
                raise ValueError("more points than fit into memory")
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return Fetcher()


def _points(content: bytes, kind: str) -> int:
    """Return how many points a picture has; none where it is drawn otherwise, or makes no sense."""
    if not kind.startswith("image/") or kind == "image/svg+xml":
        return 0
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            width, height = Image.open(io.BytesIO(content)).size
    except Image.DecompressionBombError:
        return _LARGEST + 1
    except (OSError, ValueError):
        return 0
    return int(width * height)


def _embedded(url: str) -> Any:
    """Return what is written in a ``data:`` address itself."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",)).fetch(url)


@dataclass(frozen=True, slots=True)
class _Said:
    """What WeasyPrint tells while it draws."""

    errors: list[str] = field(default_factory=list)
    letters: Letters = field(default_factory=dict)


@contextmanager
def _heard() -> Iterator[_Said]:
    """Give what WeasyPrint tells meanwhile of mistakes and letters; what it says of CSS is of no interest."""
    from weasyprint.logger import LOGGER

    said = _Said()

    def listen(record: Any) -> bool:
        if record.levelname in ("ERROR", "CRITICAL"):
            said.errors.append(record.getMessage())
        elif str(record.msg).startswith(_NO_GLYPH):
            said.letters[record.args[0]] = None
        return False

    LOGGER.addFilter(listen)
    try:
        yield said
    finally:
        LOGGER.removeFilter(listen)
