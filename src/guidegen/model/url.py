"""Where things are: slugs, addresses, and the way from one page to another.

An address is the path of a file below an edition's folder, with ``/``, such as
``goals/index.html``.  The address of a chapter follows from its path alone, so a
link needs no table to be written.

Nothing in here looks at the disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Final, TypeAlias
from urllib.parse import quote

Address: TypeAlias = str
"""Where a file lies below the folder of its edition, for example ``goals/index.html``."""

SitePath: TypeAlias = str
"""Where a file lies below the site folder, for example ``mentee/goals/index.html``."""

LISTS: Final = ("programs", "worksheets", "checklists", "packets", "progress", "glossary", "search")
"""The lists that are made anyway; a chapter at the address of one introduces it."""

INDEX_NAMES: Final = ("index.md", "README.md", "_index.md")

_NUMBER_PREFIX = re.compile(r"\d{2,3}-(?=[^\d])")
_NOT_IN_SLUGS = re.compile(r"[^\w\- ]", re.UNICODE)
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"\d[^\w\s]+\d|(?<![\w)])[-.,\u2010-\u2014]\d")
"""Digits whose punctuation says which number it is: 1.5, 1-5, -1."""

_MARKS: Final = frozenset(
    ".,;:!?\u2026\"'\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb()-\u2010\u2011\u2013\u2014/\u00a1\u00bf`*_"
)
"""Punctuation that makes no other sentence."""

_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""What nobody sees, such as a soft hyphen; not the signs that make another flag of the one before them."""

_PLAIN_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
    }
)
_AT_THE_END: Final = " .,;:!?\u3002\uff01\uff0c\uff1a\uff1b\uff1f"


def heading_slug(text: str) -> str:
    """Return the id that GitHub gives a heading: lower case, no punctuation, a dash for each space."""
    return _NOT_IN_SLUGS.sub("", unicodedata.normalize("NFC", text).strip().lower()).replace(" ", "-")


def id_slug(text: str) -> str:
    """Return an id for words, as `[a-z0-9]+(-[a-z0-9]+)*` of at most 64 letters.

    Accents are folded; where nothing is left (words in another script), the id
    is made from the letters' code points, so it is never empty and stays the same.
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = _NOT_IN_IDS.sub("-", "".join(one for one in folded if not unicodedata.combining(one))).strip("-")
    if not plain:
        plain = "-".join(f"{ord(one):x}" for one in text.strip()) or "empty"
    return plain[:64].rstrip("-")


def id_of_words(words: str) -> str:
    """Return the id that saved answers hang on where the author wrote none: a function of the words alone.

    It is their `id_slug` where that says everything but capitals, accents and punctuation.  Else (words
    that are long, or have signs that no id can have, like C++) a short hash of the words ends it, so that an
    answer never turns up under another sentence.  Mere typography (what is not seen, which quotes and dashes
    stand there, punctuation at the end) makes no other id.
    """
    words = _UNSEEN.sub("", words)
    slug = id_slug(words)
    folded = unicodedata.normalize("NFD", words.lower())
    said = "".join(one for one in folded if unicodedata.category(one)[0] not in "MZC" and one not in _MARKS)
    if said == slug.replace("-", "") and not _NUMBER.search(folded):
        return slug
    plain = _without_typography(words)
    digest = sha256(plain.encode()).hexdigest()[:6]
    return f"{id_slug(plain)[:57].rstrip('-')}-{digest}"


def _without_typography(words: str) -> str:
    # Not NFKD: 10 to the power of 2 is not 102.
    plain = " ".join(unicodedata.normalize("NFC", words.lower()).translate(_PLAIN_SIGNS).split())
    return plain.rstrip(_AT_THE_END) or plain


def own_ids(ids: Iterable[tuple[str, bool]]) -> list[str]:
    """Return an id for each, no two the same unless both are written: the second gets ``-2``.

    Args:
        ids: each with whether the author wrote it; else it follows the words, and gives way.
    """
    wanted = list(ids)
    taken = {name for name, written in wanted if written}
    next_number: dict[str, int] = {}
    found = []
    for name, written in wanted:
        own = name
        while not written and own in taken:
            next_number[name] = next_number.get(name, 1) + 1
            own = f"{name[:58].rstrip('-')}-{next_number[name]}"
        taken.add(own)
        found.append(own)
    return found


def without_number(name: str) -> str:
    """Return a file's or folder's name without the number that orders it (``01-goals`` is ``goals``)."""
    return _NUMBER_PREFIX.sub("", name, count=1) if _NUMBER_PREFIX.match(name) else name


def order_number(name: str) -> int | None:
    """Return the number that orders a file or folder, or none where its name begins with none."""
    return int(name.split("-", 1)[0]) if _NUMBER_PREFIX.match(name) else None


def path_slug(name: str) -> str:
    """Return one segment of an address for the name of a file (without ending) or folder."""
    kept = heading_slug(name.replace("_", "-").replace(".", "-"))
    return re.sub(r"-{2,}", "-", kept).strip("-") or id_slug(name)


def folder_address(folder: str, *, keep_numbers: bool = False) -> str:
    """Return the address of a folder of the content: ``01-prepare/tools`` is ``prepare/tools/``."""
    names = [one for one in folder.split("/") if one]
    cut = names if keep_numbers else [without_number(one) for one in names]
    return "".join(f"{path_slug(one)}/" for one in cut)


@lru_cache(maxsize=1 << 16)
def chapter_address(
    path: str, *, index_names: tuple[str, ...] = INDEX_NAMES, keep_numbers: bool = False
) -> Address:
    """Return where the page of a chapter lies, from its path below the content folder.

    Whether an index name really is its folder's index depends on its siblings:
    `assemble` passes only the name that is, and the plan refuses two files at one address.
    """
    folder, _, name = path.rpartition("/")
    base = folder_address(folder, keep_numbers=keep_numbers)
    if name in index_names:
        return f"{base}index.html"
    return f"{base}{folder_address(name.removesuffix('.md'), keep_numbers=keep_numbers)}index.html"


def chapter_id(path: str, *, index_names: tuple[str, ...] = INDEX_NAMES) -> str:
    """Return the id of a chapter: its path without number prefixes and ending; a folder's for its index."""
    folder, _, name = path.rpartition("/")
    names = [without_number(one) for one in folder.split("/") if one]
    if name not in index_names:
        names.append(without_number(name.removesuffix(".md")))
    return "/".join(names) or "index"


def list_address(name: str) -> Address:
    """Return where one of the `LISTS` lies."""
    return f"{name}/index.html"


def entity_address(kind: str, identity: str) -> Address:
    """Return where the page of a program, a worksheet or a checklist lies."""
    return f"{kind}s/{identity}/index.html"


def packet_address(packet: str, cohort: str = "") -> Address:
    """Return where a packet lies: without dates, or with those of a cohort."""
    return f"packets/{packet}/{cohort}/index.html" if cohort else f"packets/{packet}/index.html"


def print_address(section: Address) -> Address:
    """Return where all of a section lies on one page; *section* is the address of its first page."""
    return f"print/{section}"


def pdf_address(page: Address) -> Address:
    """Return where the PDF of a page lies: beside it, and called by all of its name, as it is mailed alone.

    >>> pdf_address("packets/mentee/2027-spring/index.html")
    'packets/mentee/2027-spring/mentee-2027-spring.pdf'
    """
    folder = page.rpartition("/")[0]
    name = folder.partition("/")[2] or folder or "index"
    return f"{page.removesuffix('index.html')}{name.replace('/', '-')}.pdf"


def handbook_pdf_address(edition: str = "") -> Address:
    """Return where all of an edition lies as a PDF; *edition* is its id, empty where there are no editions.

    >>> handbook_pdf_address("mentee")
    'print/handbook-mentee.pdf'
    """
    return f"print/handbook-{edition}.pdf" if edition else "print/handbook.pdf"


def role_address(program: str, role: str) -> Address:
    """Return where the page of a role of a program lies."""
    return f"programs/{program}/{role}/index.html"


def handbook_script_address() -> Address:
    """Return where the file lies that tells scripts which lists and sheets there are."""
    return "progress/handbook.js"


def sections_address(name: str) -> Address:
    """Return where the script lies that holds the words of one part of the handbook for the search."""
    return f"search/sections-{name}.js"


def cohort_address(program: str, cohort: str) -> Address:
    """Return where the page of a cohort of a program lies."""
    return f"programs/{program}/cohorts/{cohort}/index.html"


def dates_address(program: str, cohort: str) -> Address:
    """Return where the file lies that tells scripts what is due in a cohort."""
    return f"programs/{program}/cohorts/{cohort}/dates.js"


def file_address(path: str, *, keep_numbers: bool = False) -> Address:
    """Return where a picture or an attachment lies, from its path below the content folder."""
    folder, _, name = path.rpartition("/")
    return folder_address(folder, keep_numbers=keep_numbers) + name


def relative(here: SitePath, there: SitePath, fragment: str = "") -> str:
    """Return the link from one file of a site to another, always naming the file, quoted for a URL.

    >>> relative("goals/index.html", "programs/spring/index.html")
    '../programs/spring/index.html'
    """
    anchor = f"#{quote(fragment)}" if fragment else ""
    if here == there and anchor:
        return anchor
    start, end = here.split("/")[:-1], there.split("/")
    common = 0
    while common < min(len(start), len(end) - 1) and start[common] == end[common]:
        common += 1
    steps = [".."] * (len(start) - common) + [quote(one) for one in end[common:]]
    return "/".join(steps) + anchor


def root_of(here: SitePath) -> str:
    """Return the way from a file to the folder above its site, empty or ending in ``/``."""
    return "../" * here.count("/")


def folder_form(there: SitePath) -> str:
    """Return the address as servers and search engines know it: without a last ``index.html``."""
    return quote(
        there.removesuffix("index.html")
        if there.endswith(("/index.html",)) or there == "index.html"
        else there
    )


def telephone(number: str) -> str:
    """Return a telephone number as links write it."""
    return "".join(one for one in number if one.isdigit() or one == "+")
